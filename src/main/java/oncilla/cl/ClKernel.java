package oncilla.cl;

/** A kernel object with its own arguments; an argument stays set until it is set again. */
public interface ClKernel extends AutoCloseable {
  /** The kernel's name. */
  String name();

  /** Argument {@code index} is a buffer. */
  void setBuffer(int index, ClBuffer buffer);

  /** Argument {@code index} is an {@code int} or {@code uint}. */
  void setInt(int index, int value);

  /** Argument {@code index} is a {@code long} or {@code ulong}. */
  void setLong(int index, long value);

  /** Argument {@code index} is a {@code float}. */
  void setFloat(int index, float value);

  /** Argument {@code index} is a {@code double}. */
  void setDouble(int index, double value);

  @Override
  void close();
}
