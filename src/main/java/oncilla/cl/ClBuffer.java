package oncilla.cl;

/** Device memory. */
public interface ClBuffer extends AutoCloseable {
  /** Its size in bytes. */
  long bytes();

  @Override
  void close();
}
