package oncilla.data;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import oncilla.backend.ElementType;
import oncilla.nn.Standardization;

/**
 * The inputs of a data set: a number for each column of each example, one example per row. What is
 * stored need not lie in memory; whoever needs rows asks for a range of them, in an array of the
 * asker's.
 *
 * <p>{@link Pixels} and {@link Table} are those in memory; rows of {@link
 * oncilla.data.cache.MappedPixels} lie in a file. Another one says the same of its rows whenever it
 * is asked, by several threads at the same time as well.
 */
public interface Features {
  /** Number of examples. */
  int rows();

  /** Numbers per example. */
  int columns();

  /**
   * What a stored number is: {@link ElementType#U8}, an unsigned byte, or {@link ElementType#REAL}.
   */
  ElementType type();

  /** What each stored number is divided by before it enters the network. */
  double divisor();

  /**
   * What a number of the data's original scale is divided by: the divisor, or 255 for images whose
   * stored numbers are 0 … 1 already. Data of one scale means the same to a network.
   */
  default double scale() {
    return divisor();
  }

  /** What the numbers are standardised with once they have been divided, if they are. */
  default Optional<Standardization> standardization() {
    return Optional.empty();
  }

  /** The same rows, standardised with these numbers on their way into the network. */
  default Features standardized(Standardization numbers) {
    return new StandardizedFeatures(this, numbers);
  }

  /**
   * Whether the rows are to stay with the host while a network trains on them, and go to the device
   * batch by batch, instead of lying there all the time. What is computed is the same.
   */
  default boolean streams() {
    return false;
  }

  /** The same rows, to stay with the host. */
  default Features streamed() {
    return streams() ? this : new StreamedFeatures(this);
  }

  /**
   * Whether {@link #scale()} is that of pixels of 0 … 255, so that an image file, divided by it,
   * means the same.
   */
  default boolean ofPixels() {
    return imageGeometry().isPresent();
  }

  /** Height, width and channels, where the examples are images. */
  default Optional<ImageGeometry> imageGeometry() {
    return Optional.empty();
  }

  /**
   * Copies the stored numbers of the rows {@code from} (inclusive) to {@code to} (exclusive) to the
   * start of {@code target}, row by row; an unsigned byte becomes 0 … 255.
   *
   * @param target modified; at least {@code (to − from) · columns} long
   * @throws IndexOutOfBoundsException if there are no such rows
   */
  void copyRows(int from, int to, double[] target);

  /**
   * Copies stored bytes as {@link #copyRows(int, int, double[])} copies numbers.
   *
   * @param target modified; at least {@code (to − from) · columns} long
   * @throws IllegalStateException if what is stored is not {@link ElementType#U8}
   * @throws IndexOutOfBoundsException if there are no such rows
   */
  default void copyRows(int from, int to, byte[] target) {
    throw new IllegalStateException("the numbers are " + type() + ", not " + ElementType.U8);
  }

  /**
   * Copies stored bytes as the other methods do, to where {@code target} stands, which stands
   * behind them then.
   *
   * @param target modified; at least {@code (to − from) · columns} bytes remain in it
   * @throws IllegalStateException if what is stored is not {@link ElementType#U8}
   * @throws IndexOutOfBoundsException if there are no such rows
   */
  default void copyRows(int from, int to, ByteBuffer target) {
    Objects.checkFromToIndex(from, to, rows());
    byte[] bytes = new byte[Math.multiplyExact(to - from, columns())];
    copyRows(from, to, bytes);
    target.put(bytes);
  }

  /**
   * The rows {@code from} (inclusive) to {@code to} (exclusive), which are asked for when they are
   * needed.
   *
   * @throws IndexOutOfBoundsException if there are no such rows
   */
  default Features slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    return new RowRange(this, from, to - from);
  }
}
