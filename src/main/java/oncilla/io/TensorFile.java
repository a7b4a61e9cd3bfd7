package oncilla.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import oncilla.backend.Precision;

/**
 * Tensors with text beside them, in a safetensors file that shows itself whether a bit of it has
 * changed: its metadata hold a CRC-32C for the bytes of each tensor, {@code crc32c.NAME}, and one
 * for all other metadata, {@code crc32c}, which is that of each name and each value in UTF-8 with a
 * zero byte behind it, in the order of the names.
 *
 * @param metadata free text under free names that do not begin with {@code crc32c}
 * @param precision of every tensor
 * @param tensors by their names, in the order of their data
 */
public record TensorFile(
    Map<String, String> metadata, Precision precision, Map<String, Values> tensors) {
  private static final String CRC = "crc32c";
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * A tensor.
   *
   * @param shape extents, outermost first; not copied
   * @param values the elements, row-major; not copied
   */
  public record Values(long[] shape, double[] values) {}

  /** Copies the maps, in their order. */
  public TensorFile {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    if (metadata.keySet().stream().anyMatch(name -> name.startsWith(CRC))) {
      throw new IllegalArgumentException("names that begin with " + CRC + " are taken");
    }
  }

  /**
   * Writes the file, whole or not at all; the same content gives the same bytes.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    DType dtype = DType.of(precision);
    List<NamedTensor> named = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(metadata);
    tensors.forEach(
        (name, tensor) -> {
          named.add(new NamedTensor(name, dtype, tensor.shape(), tensor.values()));
          all.put(CRC + "." + name, crc(dtype, tensor.values()));
        });
    all.put(CRC, crc(all));
    Safetensors.write(file, new SafetensorsFile(all, named));
  }

  /**
   * Reads a file and checks every bit of it.
   *
   * @throws FormatException in one line, if it cannot be read, is not such a file, or holds
   *     anything but what was written
   */
  public static TensorFile read(Path file) {
    SafetensorsFile content = Safetensors.read(file);
    Map<String, String> all = new TreeMap<>(content.metadata());
    String expected = all.remove(CRC);
    if (expected == null) {
      throw new FormatException(file + ": no " + CRC + " in its metadata");
    }
    requireCrc(file, "its metadata", crc(all), expected);
    if (content.tensors().isEmpty()) {
      throw new FormatException(file + ": no tensors");
    }
    DType dtype = content.tensors().get(0).dtype();
    Map<String, Values> tensors = new LinkedHashMap<>();
    for (NamedTensor tensor : content.tensors()) {
      String sum = all.remove(CRC + "." + tensor.name());
      if (sum == null || tensor.dtype() != dtype) {
        throw new FormatException(
            file + ": tensor " + Printable.quoted(tensor.name()) + " is not one of those written");
      }
      requireCrc(file, "tensor " + tensor.name(), crc(dtype, tensor.values()), sum);
      tensors.put(tensor.name(), new Values(tensor.shape(), tensor.values()));
    }
    for (String name : all.keySet()) {
      if (name.startsWith(CRC)) {
        throw new FormatException(
            file + ": tensor " + name.substring(CRC.length() + 1) + " is missing");
      }
    }
    return new TensorFile(all, dtype.precision(), tensors);
  }

  /**
   * The tensor of this name and shape.
   *
   * @param file for the message
   * @throws FormatException if there is none
   */
  public double[] values(Path file, String name, long... shape) {
    Values tensor = tensors.get(name);
    if (tensor == null) {
      throw new FormatException(file + ": tensor " + name + " is missing");
    }
    TensorChecks.requireShape(
        file, new NamedTensor(name, DType.of(precision), tensor.shape(), tensor.values()), shape);
    return tensor.values();
  }

  private static void requireCrc(Path file, String what, String found, String expected) {
    if (!found.equals(expected)) {
      throw new FormatException(
          "%s: %s damaged: CRC-32C %s, expected %s"
              .formatted(
                  file,
                  what + (what.startsWith("its") ? " are" : " is"),
                  found,
                  Printable.escaped(expected)));
    }
  }

  private static String crc(Map<String, String> sorted) {
    CRC32C crc = new CRC32C();
    sorted.forEach(
        (name, value) -> {
          crc.update(name.getBytes(StandardCharsets.UTF_8));
          crc.update(0);
          crc.update(value.getBytes(StandardCharsets.UTF_8));
          crc.update(0);
        });
    return text(crc);
  }

  /**
   * Of the bytes that a tensor has in the file: reading them and writing them again changes none.
   */
  private static String crc(DType dtype, double[] values) {
    CRC32C crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      if (buffer.remaining() < dtype.bytes()) {
        crc.update(buffer.flip());
        buffer.clear();
      }
      dtype.put(value, buffer);
    }
    crc.update(buffer.flip());
    return text(crc);
  }

  private static String text(CRC32C crc) {
    return "%08x".formatted(crc.getValue());
  }
}
