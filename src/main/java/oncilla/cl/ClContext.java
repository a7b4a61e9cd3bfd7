package oncilla.cl;

/** A context on one device. Everything it creates must be closed before it. */
public interface ClContext extends AutoCloseable {
  /** The device. */
  ClDevice device();

  /** An in-order queue. */
  ClQueue createQueue();

  /**
   * An in-order queue whose commands tell when they ran. Some drivers take longer to submit to such
   * a queue.
   */
  ClQueue createTimingQueue();

  /** Uninitialised device memory, read and written by kernels. */
  ClBuffer createBuffer(long bytes);

  /**
   * Host memory for copies to the device, mapped by {@code queue}, which must be closed after it.
   *
   * @param bytes at most 2³¹ − 1
   */
  ClHostMemory createHostMemory(ClQueue queue, long bytes);

  /**
   * Compiles {@code source} for the device.
   *
   * @param name a name for error messages, such as the file's
   * @param options compiler options
   * @throws ClBuildException with log, options and source if it does not compile
   */
  ClProgram build(String name, String source, String options);

  /**
   * A program from what {@link ClProgram#binary} gave for this device, this driver and these
   * options. A driver promises to recognise what is not its own, not what is damaged: the caller
   * sees to that.
   *
   * @param name a name for error messages, such as the file's
   * @throws ClException if the driver does not take it
   */
  ClProgram load(String name, byte[] binary, String options);

  @Override
  void close();
}
