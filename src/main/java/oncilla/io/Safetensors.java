package oncilla.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads and writes the safetensors format: eight bytes with the length of the header (little
 * endian), the header in JSON, then the tensors' elements, little endian, without gaps. Everything
 * the header says is checked against the size of the file before anything is allocated for it.
 *
 * <p>Elements pass through a buffer of {@value #BUFFER_BYTES} bytes, so reading and writing need no
 * second copy of a tensor.
 *
 * <p>Source: the format's description in <a
 * href="https://github.com/huggingface/safetensors">huggingface/safetensors</a>.
 */
final class Safetensors {
  /** The format's own limit. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int ALIGNMENT_BYTES = 8;

  private Safetensors() {}

  /**
   * Reads a file with F32 and F64 tensors.
   *
   * @throws FormatException if it cannot be read or is not such a file, in one line
   */
  static SafetensorsFile read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long fileBytes = channel.size();
      if (fileBytes < Long.BYTES) {
        throw new FormatException(
            file + ": " + fileBytes + " bytes are too few for a safetensors file");
      }
      long headerBytes = fill(channel, ByteBuffer.allocate(Long.BYTES)).getLong();
      if (headerBytes < 2 || headerBytes > LONGEST_HEADER || headerBytes > fileBytes - Long.BYTES) {
        throw new FormatException(
            file
                + ": a header of "
                + Long.toUnsignedString(headerBytes)
                + " bytes does not fit a file of "
                + fileBytes
                + " (truncated, or not a safetensors file)");
      }
      ByteBuffer json = fill(channel, ByteBuffer.allocate((int) headerBytes));
      SafetensorsHeader header =
          SafetensorsHeader.parse(file, json.array(), fileBytes - Long.BYTES - headerBytes);
      List<NamedTensor> tensors = new ArrayList<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        tensors.add(
            new NamedTensor(entry.name(), entry.dtype(), entry.shape(), values(channel, entry)));
      }
      return new SafetensorsFile(header.metadata(), tensors);
    } catch (NoSuchFileException e) {
      throw new FormatException(file + ": no such file", e);
    } catch (IOException e) {
      throw new FormatException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a file, whole or not at all. The same content gives the same bytes: tensors lie in the
   * order given, metadata in the order of its names. Values are rounded to the tensor's type.
   *
   * @throws IOException if it cannot be written
   */
  static void write(Path file, SafetensorsFile content) throws IOException {
    byte[] header = header(content);
    AtomicFile.write(
        file,
        out -> {
          ByteBuffer length = littleEndian(ByteBuffer.allocate(Long.BYTES));
          out.write(length.putLong(header.length).array());
          out.write(header);
          for (NamedTensor tensor : content.tensors()) {
            write(tensor, out);
          }
        });
  }

  private static byte[] header(SafetensorsFile content) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator to = new JsonFactory().createGenerator(text)) {
      to.writeStartObject();
      if (!content.metadata().isEmpty()) {
        to.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> entry : new TreeMap<>(content.metadata()).entrySet()) {
          to.writeStringField(entry.getKey(), entry.getValue());
        }
        to.writeEndObject();
      }
      long offset = 0;
      for (NamedTensor tensor : content.tensors()) {
        if (tensor.name().equals(SafetensorsHeader.METADATA)) {
          throw new IllegalArgumentException(tensor.name() + " is not a name for a tensor");
        }
        to.writeObjectFieldStart(tensor.name());
        to.writeStringField("dtype", tensor.dtype().name());
        to.writeFieldName("shape");
        to.writeArray(tensor.shape(), 0, tensor.shape().length);
        long end = offset + (long) tensor.values().length * tensor.dtype().bytes();
        to.writeFieldName("data_offsets");
        to.writeArray(new long[] {offset, end}, 0, 2);
        to.writeEndObject();
        offset = end;
      }
      to.writeEndObject();
    }
    byte[] json = text.toByteArray();
    // Spaces behind the JSON bring the data to a boundary that readers can map in place.
    int padded = (json.length + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
    byte[] header = Arrays.copyOf(json, padded);
    Arrays.fill(header, json.length, padded, (byte) ' ');
    return header;
  }

  private static void write(NamedTensor tensor, OutputStream out) throws IOException {
    ByteBuffer buffer = littleEndian(ByteBuffer.allocate(BUFFER_BYTES));
    for (double value : tensor.values()) {
      if (buffer.remaining() < tensor.dtype().bytes()) {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
      tensor.dtype().put(value, buffer);
    }
    out.write(buffer.array(), 0, buffer.position());
  }

  private static double[] values(FileChannel channel, SafetensorsHeader.Entry entry)
      throws IOException {
    double[] values = new double[entry.size()];
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    int perBuffer = BUFFER_BYTES / entry.dtype().bytes();
    for (int from = 0; from < values.length; from += perBuffer) {
      int count = Math.min(perBuffer, values.length - from);
      buffer.clear().limit(count * entry.dtype().bytes());
      fill(channel, buffer);
      for (int i = 0; i < count; i++) {
        values[from + i] = entry.dtype().get(buffer);
      }
    }
    return values;
  }

  /** Fills the buffer from the channel's position and flips it. */
  private static ByteBuffer fill(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return littleEndian(buffer.flip());
  }

  private static ByteBuffer littleEndian(ByteBuffer buffer) {
    return buffer.order(ByteOrder.LITTLE_ENDIAN);
  }
}
