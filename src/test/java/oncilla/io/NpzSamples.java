package oncilla.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes {@code .npz} files for tests. */
public final class NpzSamples {
  private NpzSamples() {}

  /** Three by two of {@code >f8} in Fortran order, and more, written by NumPy 2.4, deflated. */
  public static final String NUMPY_TABLE =
      "UEsDBC0AAAAIAAAAIQAXyIDf//////////8FABQAWC5ucHkBABAAsAAAAAAAAABVAAAAAAAAAJvsF+obEMnI"
          + "UMZQrZ6SWpxcpG6loG6XZqGuo6Cell9UUpSYF59flJIKEg8pKk0FChdnJBakArkaxjoKRpo6CrUK5AOu/Q8Y"
          + "UIA9lL//ApQPo19AaABQSwMELQAAAAgAAAAhABaTjLv//////////wUAFAB5Lm5weQEAEACDAAAAAAAAAEcA"
          + "AAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgXpNkqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvka"
          + "xjqaOgq1ChQALkYGRgBQSwMELQAAAAgAAAAhAJH059v//////////wgAFABYdmFsLm5weQEAEACQAAAAAAAA"
          + "AFAAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNmoq6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBak"
          + "AvkaRjoKRpo6CrUKZAMuBjBosAcSDkDkAABQSwMELQAAAAgAAAAhAFzlRqH//////////wgAFAB5dmFsLm5w"
          + "eQEAEACEAAAAAAAAAEoAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpdppK6joJ6WX1RSlJgXn1+UkgoS"
          + "d0vMKU4FihdnJBakAvkaRjoKhpo6CrUKZAMuBgYGRgBQSwMELQAAAAgAAAAhAKcv4Oz//////////wkAFABu"
          + "YW1lcy5ucHkBABAAiAAAAAAAAABLAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG4Taqiuo6Cell9UUpSY"
          + "F59flJIKEndLzClOBYoXZyQWpAL5GkY6mjoKtQoUAK5EBgaGJCAGAFBLAQItAy0AAAAIAAAAIQAXyIDfVQAA"
          + "ALAAAAAFAAAAAAAAAAAAAACAAQAAAABYLm5weVBLAQItAy0AAAAIAAAAIQAWk4y7RwAAAIMAAAAFAAAAAAAA"
          + "AAAAAACAAYwAAAB5Lm5weVBLAQItAy0AAAAIAAAAIQCR9OfbUAAAAJAAAAAIAAAAAAAAAAAAAACAAQoBAABY"
          + "dmFsLm5weVBLAQItAy0AAAAIAAAAIQBc5UahSgAAAIQAAAAIAAAAAAAAAAAAAACAAZQBAAB5dmFsLm5weVBL"
          + "AQItAy0AAAAIAAAAIQCnL+DsSwAAAIgAAAAJAAAAAAAAAAAAAACAARgCAABuYW1lcy5ucHlQSwUGAAAAAAUA"
          + "BQAJAQAAngIAAAAA";

  /** Two images of 3 by 3 and labels, written by NumPy 2.4, stored. */
  public static final String NUMPY_PIXELS =
      "UEsDBC0AAAAAAAAAIQCB5b/L//////////8FABQAWC5ucHkBABAApAAAAAAAAACkAAAAAAAAAJNOVU1QWQEA"
          + "dgB7J2Rlc2NyJzogJ3x1MScsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCAyLCAzLCAz"
          + "KSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAAECAwQF"
          + "BgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjUEsDBC0AAAAAAAAAIQB+avvJ//////////8FABQAeS5u"
          + "cHkBABAAkAAAAAAAAACQAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxpOCcsICdmb3J0cmFuX29yZGVy"
          + "JzogRmFsc2UsICdzaGFwZSc6ICgyLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
          + "ICAgICAgICAgICAgICAgICAgICAgICAKAAAAAAAAAAABAAAAAAAAAFBLAQItAy0AAAAAAAAAIQCB5b/LpAAA"
          + "AKQAAAAFAAAAAAAAAAAAAACAAQAAAABYLm5weVBLAQItAy0AAAAAAAAAIQB+avvJkAAAAJAAAAAFAAAAAAAA"
          + "AAAAAACAAdsAAAB5Lm5weVBLBQYAAAAAAgACAGYAAACiAQAAAAA=";

  /** A header with these three entries. */
  public static String header(String descr, boolean fortran, String shape) {
    return "{'descr': '"
        + descr
        + "', 'fortran_order': "
        + (fortran ? "True" : "False")
        + ", 'shape': "
        + shape
        + ", }";
  }

  /** One array. */
  public static byte[] npy(int version, String header, byte[] data) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer buffer =
        ByteBuffer.allocate(12 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    buffer.put((byte) version).put((byte) 0);
    if (version == 1) {
      buffer.putShort((short) text.length);
    } else {
      buffer.putInt(text.length);
    }
    buffer.put(text).put(data);
    byte[] result = new byte[buffer.position()];
    buffer.rewind().get(result);
    return result;
  }

  /** A vector or matrix of little-endian doubles. */
  public static byte[] doubles(String shape, double... values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      buffer.putDouble(value);
    }
    return npy(1, header("<f8", false, shape), buffer.array());
  }

  /** Unsigned bytes. */
  public static byte[] bytes(String shape, byte... values) {
    return npy(1, header("|u1", false, shape), values);
  }

  /** An archive of arrays. */
  public static Path write(Path file, Map<String, byte[]> arrays) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }
}
