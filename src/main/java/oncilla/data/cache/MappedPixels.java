package oncilla.data.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.Optional;
import oncilla.backend.ElementType;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;

/**
 * Unsigned bytes in a file that is mapped into memory, to be read only: the system brings in what
 * is asked for and lets go what it needs room for, so that a set may be larger than memory. The
 * file must not be shortened while they are used; others may remove or replace it.
 */
public final class MappedPixels implements Features {
  /** A buffer of Java cannot be longer than 2³¹ − 1 bytes. */
  private static final int WINDOW_BYTES = 1 << 30;

  private final ByteBuffer[] windows;
  private final int windowRows;
  private final int rows;
  private final ImageGeometry geometry;
  private final double divisor;

  private MappedPixels(
      ByteBuffer[] windows, int windowRows, int rows, ImageGeometry geometry, double divisor) {
    this.windows = windows;
    this.windowRows = windowRows;
    this.rows = rows;
    this.geometry = geometry;
    this.divisor = divisor;
  }

  /**
   * Maps rows of a file; the channel may be closed then.
   *
   * @param channel at least {@code position + rows · geometry.size()} bytes long
   * @param position where the first row begins
   * @param rows how many, at least 1
   * @param geometry height, width, channels of each
   * @param divisor what each byte is divided by
   * @throws IOException if the file cannot be mapped
   */
  public static MappedPixels map(
      FileChannel channel, long position, int rows, ImageGeometry geometry, double divisor)
      throws IOException {
    return map(channel, position, rows, geometry, divisor, WINDOW_BYTES);
  }

  /** The same with buffers of at most so many bytes, if a row is not longer. */
  static MappedPixels map(
      FileChannel channel,
      long position,
      int rows,
      ImageGeometry geometry,
      double divisor,
      int windowBytes)
      throws IOException {
    int columns = geometry.size();
    int windowRows = Math.max(1, windowBytes / columns);
    ByteBuffer[] windows = new ByteBuffer[(rows + windowRows - 1) / windowRows];
    for (int i = 0; i < windows.length; i++) {
      long first = (long) i * windowRows;
      long bytes = Math.min(windowRows, rows - first) * columns;
      windows[i] = channel.map(FileChannel.MapMode.READ_ONLY, position + first * columns, bytes);
    }
    return new MappedPixels(windows, windowRows, rows, geometry, divisor);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return geometry.size();
  }

  @Override
  public ElementType type() {
    return ElementType.U8;
  }

  @Override
  public double divisor() {
    return divisor;
  }

  @Override
  public Optional<ImageGeometry> imageGeometry() {
    return Optional.of(geometry);
  }

  @Override
  public void copyRows(int from, int to, double[] target) {
    Objects.checkFromToIndex(from, to, rows);
    byte[] row = new byte[columns()];
    for (int i = from; i < to; i++) {
      copyRows(i, i + 1, row);
      for (int j = 0; j < row.length; j++) {
        target[(i - from) * row.length + j] = row[j] & 0xFF;
      }
    }
  }

  @Override
  public void copyRows(int from, int to, byte[] target) {
    copyRows(from, to, ByteBuffer.wrap(target));
  }

  /** Each run of rows that lie in one window is one copy. */
  @Override
  public void copyRows(int from, int to, ByteBuffer target) {
    Objects.checkFromToIndex(from, to, rows);
    int columns = columns();
    for (int first = from; first < to; ) {
      int window = first / windowRows;
      int end = Math.min(to, (window + 1) * windowRows);
      int bytes = (end - first) * columns;
      target.put(target.position(), windows[window], first % windowRows * columns, bytes);
      target.position(target.position() + bytes);
      first = end;
    }
  }
}
