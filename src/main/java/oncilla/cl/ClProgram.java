package oncilla.cl;

/** A compiled program. */
public interface ClProgram extends AutoCloseable {
  /** A new kernel object with no arguments set. */
  ClKernel createKernel(String name);

  @Override
  void close();
}
