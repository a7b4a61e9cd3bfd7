package oncilla.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
  @TempDir Path folder;

  private NpyArray single(byte[] npy) throws IOException {
    return Npz.read(NpzSamples.write(folder.resolve("a.npz"), Map.of("a", npy))).get("a");
  }

  private String error(byte[] npy) {
    String message = assertThrows(FormatException.class, () -> single(npy)).getMessage();
    assertTrue(message.startsWith(folder.resolve("a.npz") + ": a: "), message);
    return message;
  }

  @Test
  void readsWhatNumpyWrote() throws IOException {
    Path file = folder.resolve("numpy.npz");
    Files.write(file, Base64.getDecoder().decode(NpzSamples.NUMPY_TABLE));
    Map<String, NpyArray> arrays = Npz.read(file);
    assertEquals(List.of("X", "y", "Xval", "yval", "names"), List.copyOf(arrays.keySet()));
    NpyArray x = arrays.get("X");
    assertEquals(">f8", x.dtype());
    assertArrayEquals(new int[] {3, 2}, x.shape());
    assertArrayEquals(new double[] {-0.5, -0.25, 0, 0.25, 0.5, 0.75}, x.doubles());
    assertArrayEquals(new double[] {1, 0, 1}, arrays.get("y").doubles());
    assertArrayEquals(new double[] {0, 1, 2, 3}, arrays.get("Xval").doubles());
    assertArrayEquals(new int[] {2, 1}, arrays.get("yval").shape());
    assertArrayEquals(new double[] {0, 1}, arrays.get("yval").doubles());
    String refused =
        assertThrows(FormatException.class, () -> arrays.get("names").doubles()).getMessage();
    assertEquals(file + ": names: dtype <U1, expected real numbers", refused);
  }

  @Test
  void readsStoredPixelsOfNumpy() throws IOException {
    Path file = folder.resolve("numpy.npz");
    Files.write(file, Base64.getDecoder().decode(NpzSamples.NUMPY_PIXELS));
    NpyArray x = Npz.read(file).get("X");
    assertArrayEquals(new int[] {2, 2, 3, 3}, x.shape());
    for (int i = 0; i < 36; i++) {
      assertEquals(i, x.bytes()[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "b1, 1, 1",
    "i1, -2, -2",
    "u1, -2, 254",
    "i2, -2, -2",
    "u2, -2, 65534",
    "i4, -2, -2",
    "u4, -2, 4294967294",
    "i8, -2, -2",
    "u8, -2, 18446744073709551614"
  })
  void readsIntegersOfBothByteOrders(String type, long bits, double expected) throws IOException {
    int size = type.charAt(1) - '0';
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      ByteBuffer wide = ByteBuffer.allocate(8).order(order).putLong(0, bits);
      byte[] data = new byte[size];
      wide.get(order == ByteOrder.LITTLE_ENDIAN ? 0 : 8 - size, data);
      String mark = size == 1 ? "|" : order == ByteOrder.LITTLE_ENDIAN ? "<" : ">";
      NpyArray array =
          single(NpzSamples.npy(1, NpzSamples.header(mark + type, false, "(1,)"), data));
      assertArrayEquals(new double[] {expected}, array.doubles());
    }
  }

  @Test
  void readsFloatsOfAllSizes() throws IOException {
    byte[] four = ByteBuffer.allocate(4).putFloat(-1.5f).array();
    byte[] eight = ByteBuffer.allocate(8).putDouble(Math.PI).array();
    byte[] two = ByteBuffer.allocate(2).putShort((short) 0xc500).array();
    assertArrayEquals(
        new double[] {-1.5},
        single(NpzSamples.npy(2, NpzSamples.header(">f4", false, "(1,)"), four)).doubles());
    assertArrayEquals(
        new double[] {Math.PI},
        single(NpzSamples.npy(3, NpzSamples.header(">f8", false, "()"), eight)).doubles());
    assertArrayEquals(
        new double[] {-5},
        single(NpzSamples.npy(1, NpzSamples.header(">f2", false, "(1, 1)"), two)).doubles());
  }

  @ParameterizedTest
  @CsvSource({
    "0x0000, 0", "0x8000, -0.0", "0x0001, 5.9604644775390625E-8", "0x03ff, 6.097555160522461E-5",
    "0x0400, 6.103515625E-5", "0x3c00, 1", "0x3555, 0.333251953125", "0x7bff, 65504",
    "0x7c00, Infinity", "0xfc00, -Infinity", "0x7e00, NaN"
  })
  void readsHalfPrecision(String bits, double expected) {
    assertEquals(expected, NpyType.half(Integer.decode(bits).shortValue()));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1, 0x8000000000000401L, -1025, -1024})
  void roundsUnsignedIntegersOnce(long bits) {
    assertEquals(new BigDecimal(Long.toUnsignedString(bits)).doubleValue(), NpyType.unsigned(bits));
  }

  @Test
  void turnsFortranOrderOfAnyRank() throws IOException {
    // a[i][j][k] = 100 i + 10 j + k, first index fastest.
    byte[] data = new byte[2 * 3 * 4];
    int n = 0;
    for (int k = 0; k < 4; k++) {
      for (int j = 0; j < 3; j++) {
        for (int i = 0; i < 2; i++) {
          data[n++] = (byte) (100 * i + 10 * j + k);
        }
      }
    }
    byte[] turned =
        single(NpzSamples.npy(1, NpzSamples.header("|u1", true, "(2, 3, 4)"), data)).bytes();
    n = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 4; k++) {
          assertEquals((byte) (100 * i + 10 * j + k), turned[n++]);
        }
      }
    }
  }

  @Test
  void namesWhatIsWrong() {
    String header = NpzSamples.header("<f8", false, "(2,)");
    assertTrue(
        error(NpzSamples.npy(1, header, new byte[15]))
            .endsWith("15 bytes of numbers, expected 16"));
    assertTrue(
        error(NpzSamples.npy(1, header, new byte[17]))
            .endsWith("more than the expected 16 bytes of numbers"));
    assertTrue(error(new byte[] {1, 2, 3}).endsWith("does not start as an .npy array"));
    assertTrue(error(NpzSamples.npy(4, header, new byte[16])).contains(".npy version 4"));
    assertTrue(
        error(NpzSamples.npy(1, "{'descr': '<f8'}", new byte[16])).contains("not a dictionary"));
    assertTrue(
        error(NpzSamples.npy(1, NpzSamples.header("<f8", false, "(99999999999,)"), new byte[16]))
            .contains("expected lengths up to"));
    assertTrue(
        error(
                NpzSamples.npy(
                    1, NpzSamples.header("<f8", false, "(65536, 65536, 65536)"), new byte[16]))
            .contains("is more than"));
  }

  @Test
  void allocatesNothingForSizesThatAreNotThere() {
    String header = NpzSamples.header("<f8", false, "(200000000,)");
    assertTrue(
        error(NpzSamples.npy(1, header, new byte[16]))
            .endsWith("16 bytes of numbers, expected 1600000000"));
  }

  @Test
  void refusesBytesOfWiderNumbers() throws IOException {
    NpyArray array = single(NpzSamples.doubles("(1,)", 1));
    assertTrue(
        assertThrows(FormatException.class, array::bytes)
            .getMessage()
            .endsWith("dtype <f8, expected one byte an element"));
  }

  @Test
  void refusesFilesThatAreNoArchives() throws IOException {
    Path missing = folder.resolve("missing.npz");
    assertEquals(
        missing + ": no such file",
        assertThrows(FormatException.class, () -> Npz.read(missing)).getMessage());
    Path text = folder.resolve("text.npz");
    Files.writeString(text, "no archive at all");
    assertTrue(
        assertThrows(FormatException.class, () -> Npz.read(text))
            .getMessage()
            .startsWith(text + ": not a valid .npz archive"));
  }

  @Test
  void noticesFlippedBits() throws IOException {
    Path file = folder.resolve("numpy.npz");
    byte[] bytes = Base64.getDecoder().decode(NpzSamples.NUMPY_PIXELS);
    int lastPixel = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("!\"#");
    bytes[lastPixel] ^= 1;
    Files.write(file, bytes);
    assertEquals(
        file + ": X: damaged, its checksum does not hold",
        assertThrows(FormatException.class, () -> Npz.read(file)).getMessage());
  }
}
