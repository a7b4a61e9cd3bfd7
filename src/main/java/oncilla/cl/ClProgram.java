package oncilla.cl;

/** A compiled program. */
public interface ClProgram extends AutoCloseable {
  /** A new kernel object with no arguments set. */
  ClKernel createKernel(String name);

  /**
   * The program in the driver's own form (CL_PROGRAM_BINARIES), for {@link ClContext#load}; of no
   * length where the driver has none.
   */
  byte[] binary();

  @Override
  void close();
}
