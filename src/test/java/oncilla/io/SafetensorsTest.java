package oncilla.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path directory;

  @Test
  void aFileComesBackAsItWasWritten() throws IOException {
    Path file = directory.resolve("a.safetensors");
    SplittableRandom random = new SplittableRandom(1);
    double[] many = random.doubles(20_000, -3, 3).toArray();
    double[] single = Arrays.stream(many).map(value -> (float) value).toArray();
    Safetensors.write(
        file,
        new SafetensorsFile(
            Map.of("b", "zwei \"\n", "a", "1"),
            List.of(
                new NamedTensor("W1", DType.F64, new long[] {200, 100}, many),
                new NamedTensor("x", DType.F32, new long[] {20_000, 1}, many),
                new NamedTensor("none", DType.F32, new long[] {0, 3}, new double[0]),
                new NamedTensor("scalar", DType.F64, new long[0], new double[] {-0.0}))));

    SafetensorsFile read = Safetensors.read(file);
    assertEquals(Map.of("a", "1", "b", "zwei \"\n"), read.metadata());
    assertEquals(
        List.of("W1", "x", "none", "scalar"),
        read.tensors().stream().map(NamedTensor::name).toList());
    assertArrayEquals(many, read.tensor("W1").orElseThrow().values());
    assertArrayEquals(single, read.tensor("x").orElseThrow().values());
    assertArrayEquals(new long[] {200, 100}, read.tensor("W1").orElseThrow().shape());
    assertArrayEquals(new double[] {-0.0}, read.tensor("scalar").orElseThrow().values());
    assertEquals("200 x 100", read.tensor("W1").orElseThrow().shapeText());
    assertTrue(read.tensor("W2").isEmpty());
  }

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Path file = directory.resolve("a.safetensors");
    Safetensors.write(
        file,
        new SafetensorsFile(
            Map.of("k", "v"),
            List.of(new NamedTensor("t", DType.F32, new long[] {2}, new double[] {1, -2}))));
    byte[] bytes = Files.readAllBytes(file);
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},\"t\":{\"dtype\":\"F32\",\"shape\":[2],"
            + "\"data_offsets\":[0,8]}}";
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = buffer.getLong();
    assertEquals(0, length % 8);
    assertEquals(
        header, new String(bytes, 8, (int) length, StandardCharsets.UTF_8).stripTrailing());
    buffer.position(8 + (int) length);
    assertEquals(1f, buffer.getFloat());
    assertEquals(-2f, buffer.getFloat());
    assertFalse(buffer.hasRemaining());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]|8|the header is not a JSON object",
        "{\"t\":|8|the header is not JSON",
        "{} x|0|the header is not JSON",
        "{\"t\":1}|0|needs exactly dtype, shape and data_offsets",
        "{\"t\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]}}|8|type BF16, expected"
            + " F32 or F64",
        "{\"t\":{\"dtype\":7,\"shape\":[4],\"data_offsets\":[0,8]}}|8|type unknown",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}|8|shape holds -2",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,8]}}|8|shape holds 1.5",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}|8|shape is not a list",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}|8|not a beginning and an"
            + " end",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}|7|ends at byte 8 of the"
            + " data, which has 7",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}|9|9 bytes of data, but"
            + " the tensors end at 8",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[1,9]}}|9|expected 0 (a hole)",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}|8|takes 8 bytes,"
            + " expected 12",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,0],\"data_offsets\":[0,0]}}|0|"
            + "exceeds 63 bits",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[4294967296],\"data_offsets\":[0,8]}}|8|4294967296"
            + " elements, at most",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}|12|(an overlap)",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|8|Duplicate",
        "{\"__metadata__\":[]}|0|__metadata__ is not a JSON object",
        "{\"__metadata__\":{\"a\":1}}|0|that is not a string",
      })
  void whatTheHeaderSaysIsChecked(String header, int dataBytes, String expected)
      throws IOException {
    Path file = directory.resolve("a.safetensors");
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    Files.write(
        file,
        ByteBuffer.allocate(8 + json.length + dataBytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array());
    String message = refusal(file);
    assertTrue(message.contains(expected), message);
  }

  @Test
  void aHeaderLengthIsNotBelieved() throws IOException {
    Path file = directory.resolve("a.safetensors");
    for (long length : new long[] {-1, 0, 1, 25, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE}) {
      Files.write(
          file, ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
      assertTrue(refusal(file).contains("does not fit a file of 32"), refusal(file));
    }
    Files.write(file, new byte[5]);
    assertTrue(refusal(file).contains("too few"));
    Files.delete(file);
    assertTrue(refusal(file).contains("no such file"));
    Files.createDirectory(file);
    assertTrue(refusal(file).contains("cannot be read"));
  }

  @Test
  void damagedFilesAreRefusedInOneLineOrRead() throws IOException {
    Path whole = directory.resolve("whole.safetensors");
    Path damaged = directory.resolve("damaged.safetensors");
    Safetensors.write(
        whole,
        new SafetensorsFile(
            Map.of("layers", "3,2,1"),
            List.of(
                new NamedTensor("W1", DType.F64, new long[] {2, 3}, new double[6]),
                new NamedTensor("b1", DType.F64, new long[] {2, 1}, new double[2]))));
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(damaged, Arrays.copyOf(bytes, length));
      refusal(damaged);
    }
    SplittableRandom random = new SplittableRandom(7);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] flipped = bytes.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(damaged, flipped);
      try {
        Safetensors.read(damaged);
      } catch (FormatException e) {
        assertOneLine(e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 500, refused + " of 2000 refused");
  }

  @Test
  void aTensorCannotBeCalledMetadata() {
    SafetensorsFile content =
        new SafetensorsFile(
            Map.of(),
            List.of(new NamedTensor("__metadata__", DType.F32, new long[] {1}, new double[] {1})));
    assertThrows(
        IllegalArgumentException.class,
        () -> Safetensors.write(directory.resolve("a.safetensors"), content));
  }

  private static String refusal(Path file) {
    String message = assertThrows(FormatException.class, () -> Safetensors.read(file)).getMessage();
    assertTrue(message.startsWith(file.toString()), message);
    assertOneLine(message);
    return message;
  }

  private static void assertOneLine(String message) {
    assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
  }
}
