package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths inside an array are looked at before memory is taken for what they promise. */
class MatElementTest {
  private static final int HUGE = 0x7fff_fff8;

  @TempDir Path folder;

  /** Flags, a dimensions part that says it has so many bytes, and a name that fits its tag. */
  private static ByteBuffer array(ByteOrder order, int dimensionBytes) {
    return ByteBuffer.allocate(48)
        .order(order)
        .putInt(6)
        .putInt(8)
        .putInt(6)
        .putInt(0)
        .putInt(5)
        .putInt(dimensionBytes)
        .putInt(1)
        .putInt(1)
        .putInt(1 << 16 | 1)
        .putInt('X')
        .putInt(9)
        .putInt(0)
        .flip();
  }

  @Test
  void partsThatFitAreNotRefused() {
    for (ByteOrder order : Arrays.asList(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      ByteBuffer array = array(order, 8);
      assertEquals(Optional.empty(), MatElement.misfit(array));
      assertEquals(0, array.position());
      assertEquals(
          Optional.of("an array has a part of 25 bytes where 24 are left"),
          MatElement.misfit(array(order, 25)));
      assertTrue(MatElement.misfit(array(order, -1)).isPresent(), "lengths have no sign");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fileWithSuchALengthIsRefusedAtOnce(boolean deflated) throws IOException {
    byte[] inside = array(ByteOrder.LITTLE_ENDIAN, HUGE).array();
    ByteBuffer matrix = ByteBuffer.allocate(8 + inside.length).order(ByteOrder.LITTLE_ENDIAN);
    matrix.putInt(14).putInt(inside.length).put(inside);
    byte[] element = deflated ? deflated(matrix.array()) : matrix.array();
    ByteBuffer file = ByteBuffer.allocate(128 + element.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("MATLAB 5.0 MAT-file".getBytes(StandardCharsets.US_ASCII));
    file.position(124).putShort((short) 0x100).put((byte) 'I').put((byte) 'M').put(element);
    Path path = Files.write(folder.resolve("huge.mat"), file.array());
    String message =
        assertThrows(
                DataException.class,
                () -> Datasets.loadOne(path, DataOptions.defaults(), Split.TRAIN, warning -> {}))
            .getMessage();
    assertTrue(message.startsWith(path + ": damaged or truncated .mat file: "), message);
    assertTrue(
        message.endsWith("an array has a part of " + HUGE + " bytes where 24 are left"), message);
  }

  private static byte[] deflated(byte[] matrix) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(matrix);
    }
    byte[] stream = bytes.toByteArray();
    return ByteBuffer.allocate(8 + stream.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(15)
        .putInt(stream.length)
        .put(stream)
        .array();
  }
}
