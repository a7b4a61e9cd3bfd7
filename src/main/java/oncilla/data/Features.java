package oncilla.data;

/** The inputs of a data set, one example per row. */
public sealed interface Features permits Pixels, Table {
  /** Number of examples. */
  int rows();

  /** Numbers per example. */
  int columns();

  /** What each stored value is divided by before it enters the network. */
  double divisor();

  /** The rows {@code from} (inclusive) to {@code to} (exclusive). */
  Features slice(int from, int to);
}
