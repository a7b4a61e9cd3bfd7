package oncilla.data.cache;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import oncilla.data.DataException;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.io.AtomicFile;

/**
 * A file of decoded pictures, those that could not be read left out:
 *
 * <pre>
 *   8 bytes   "oncillap"
 *   32        the key of the pictures
 *   24        zero
 *             the rows, a byte for each column
 *   4 · F     numbers of the pictures that could not be read, rising
 *   4 · B     CRC-32C of each block of rows, as many as fit {@value #BLOCK_BYTES} bytes
 *   4         number of rows
 *   4         F
 *   4         CRC-32C of the first 64 bytes and of what follows the rows
 *   8         "oncillap"
 * </pre>
 *
 * Numbers are big-endian.
 *
 * @param features the rows
 * @param unreadable numbers of the pictures that have none
 */
record PixelFile(Features features, int[] unreadable) {
  private static final byte[] MAGIC = "oncillap".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 64;
  private static final int BLOCK_BYTES = 4 << 20;
  private static final int END_BYTES = 3 * Integer.BYTES + MAGIC.length;

  /** Gives the rows of pictures in their order. */
  interface Rows {
    /**
     * The row of the next picture.
     *
     * @return empty if the picture cannot be read
     */
    Optional<byte[]> next();
  }

  /** Bytes of a file of so many rows, none left out. */
  static long bytes(int rows, int columns) {
    return HEADER_BYTES
        + (long) rows * columns
        + Integer.BYTES * (long) blocks(rows, columns)
        + END_BYTES;
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @param pictures how many there are
   * @param rows asked that often
   * @throws IOException if it cannot be written
   */
  static void write(Path file, byte[] key, int pictures, int columns, Rows rows)
      throws IOException {
    int blockRows = blockRows(columns);
    int[] checksums = new int[blocks(pictures, columns)];
    int[] unreadable = new int[pictures];
    AtomicFile.write(
        file,
        out -> {
          byte[] header = header(key);
          out.write(header);
          CRC32C block = new CRC32C();
          int written = 0;
          int failed = 0;
          for (int i = 0; i < pictures; i++) {
            Optional<byte[]> row = rows.next();
            if (row.isEmpty()) {
              unreadable[failed++] = i;
              continue;
            }
            out.write(row.get());
            block.update(row.get());
            written++;
            if (written % blockRows == 0) {
              checksums[written / blockRows - 1] = (int) block.getValue();
              block.reset();
            }
          }
          int blocks = blocks(written, columns);
          if (written % blockRows != 0) {
            checksums[blocks - 1] = (int) block.getValue();
          }
          ByteBuffer end = ByteBuffer.allocate(Integer.BYTES * (failed + blocks) + END_BYTES);
          Arrays.stream(unreadable, 0, failed).forEach(end::putInt);
          Arrays.stream(checksums, 0, blocks).forEach(end::putInt);
          end.putInt(written).putInt(failed);
          end.putInt(checksum(header, end.array(), end.position())).put(MAGIC);
          out.write(end.array());
        });
  }

  /**
   * Opens a file, if it is whole and has that key. All of it is read once, so that no damage is
   * ever trained on.
   *
   * @param pictures how many there are
   * @throws IOException if it is missing or cannot be read
   */
  static Optional<PixelFile> open(
      Path file, byte[] key, int pictures, ImageGeometry geometry, double divisor)
      throws IOException {
    int columns = geometry.size();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer header = read(channel, 0, HEADER_BYTES);
      if (!Arrays.equals(header.array(), header(key))) {
        return Optional.empty();
      }
      ByteBuffer last = read(channel, channel.size() - END_BYTES, END_BYTES);
      int rows = last.getInt();
      int failed = last.getInt();
      if (rows < 1 || failed < 0 || rows + failed != pictures) {
        return Optional.empty();
      }
      int blocks = blocks(rows, columns);
      long start = HEADER_BYTES + (long) rows * columns;
      int length = Integer.BYTES * (failed + blocks) + END_BYTES;
      if (start + length != channel.size()) {
        return Optional.empty();
      }
      ByteBuffer end = read(channel, start, length);
      if (!isWhole(header.array(), end)) {
        return Optional.empty();
      }
      int[] unreadable = new int[failed];
      Arrays.setAll(unreadable, i -> end.getInt());
      int[] checksums = new int[blocks];
      Arrays.setAll(checksums, i -> end.getInt());
      Features features = MappedPixels.map(channel, HEADER_BYTES, rows, geometry, divisor);
      return areWhole(features, checksums)
          ? Optional.of(new PixelFile(features, unreadable))
          : Optional.empty();
    } catch (EOFException shortened) {
      return Optional.empty();
    }
  }

  private static boolean isWhole(byte[] header, ByteBuffer end) {
    int checked = end.capacity() - MAGIC.length - Integer.BYTES;
    byte[] magic = Arrays.copyOfRange(end.array(), checked + Integer.BYTES, end.capacity());
    return Arrays.equals(magic, MAGIC)
        && end.getInt(checked) == checksum(header, end.array(), checked);
  }

  private static boolean areWhole(Features features, int[] checksums) {
    int blockRows = blockRows(features.columns());
    return IntStream.range(0, checksums.length)
        .parallel()
        .allMatch(
            i -> {
              int from = i * blockRows;
              int to = Math.min(features.rows(), from + blockRows);
              byte[] rows = new byte[(to - from) * features.columns()];
              features.copyRows(from, to, rows);
              CRC32C crc = new CRC32C();
              crc.update(rows);
              return (int) crc.getValue() == checksums[i];
            });
  }

  /**
   * What is wrong with the pictures that have no row, each of which is read once more.
   *
   * @param failures filled
   * @return whether they are all as they were
   */
  boolean failAgain(
      List<Path> files, PictureDecoder decoder, SortedMap<Integer, DataException> failures) {
    for (int i : unreadable) {
      try {
        decoder.decode(files.get(i));
        return false;
      } catch (DataException failure) {
        failures.put(i, failure);
      }
    }
    return true;
  }

  private static byte[] header(byte[] key) {
    return ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).put(key).array();
  }

  private static int checksum(byte[] header, byte[] end, int length) {
    CRC32C crc = new CRC32C();
    crc.update(header);
    crc.update(end, 0, length);
    return (int) crc.getValue();
  }

  private static int blockRows(int columns) {
    return Math.max(1, BLOCK_BYTES / columns);
  }

  private static int blocks(int rows, int columns) {
    int blockRows = blockRows(columns);
    return (rows + blockRows - 1) / blockRows;
  }

  private static ByteBuffer read(FileChannel channel, long from, int bytes) throws IOException {
    if (from < 0) {
      throw new EOFException();
    }
    ByteBuffer target = ByteBuffer.allocate(bytes);
    while (target.hasRemaining()) {
      if (channel.read(target, from + target.position()) < 0) {
        throw new EOFException();
      }
    }
    return target.flip();
  }
}
