package oncilla.backend.opencl.runtime;

import oncilla.backend.opencl.device.FaultHandler;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.base.Closing;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClContext;
import oncilla.cl.ClException;
import oncilla.cl.ClQueue;

/**
 * What a backend does with its queue but for launches; what fails in between leaves nothing open.
 */
final class DeviceQueues {
  private DeviceQueues() {}

  /** A queue of {@code context}, which is closed without one: it is of no use to anybody then. */
  static ClQueue open(ClContext context) {
    try {
      return context.createQueue();
    } catch (ClException failure) {
      Closing.after(failure, context);
      throw failure;
    }
  }

  /**
   * A CPU device compiles in this process, when a kernel is launched for the first time. Waiting
   * for that once keeps other threads quiet meanwhile; see {@link FaultHandler}.
   */
  static void settle(ClQueue queue) {
    queue.finish();
    FaultHandler.reclaim();
  }

  /** Memory with what new memory is to hold. */
  static ClBuffer newBuffer(
      ClContext context, ClQueue queue, OpenClBackend.NewMemory content, long bytes) {
    return DeviceCalls.get(
        () -> {
          ClBuffer buffer = context.createBuffer(bytes);
          if (content == OpenClBackend.NewMemory.ZERO) {
            fillZero(queue, buffer, bytes);
          }
          return buffer;
        });
  }

  /** A buffer that could not be filled is of no use to anybody. */
  private static void fillZero(ClQueue queue, ClBuffer buffer, long bytes) {
    try {
      queue.fillZero(buffer, 0, bytes);
    } catch (ClException failure) {
      Closing.after(failure, buffer);
      throw failure;
    }
  }
}
