package oncilla.cl.lwjgl;

import oncilla.cl.ClChecks;
import oncilla.cl.ClEvent;
import oncilla.cl.ClException;
import oncilla.cl.ClTimes;
import org.lwjgl.opencl.CL10;

/** A cl_event. */
final class LwjglEvent implements ClEvent {
  private final long event;
  private boolean closed;

  LwjglEvent(long event) {
    this.event = event;
  }

  static long of(ClEvent event) {
    if (event instanceof LwjglEvent own) {
      ClChecks.open(own.closed, "the event");
      return own.event;
    }
    throw new IllegalArgumentException("not an event of LWJGL: " + event);
  }

  @Override
  public void await() {
    ClChecks.open(closed, "the event");
    int code = CL10.clWaitForEvents(event);
    if (code != CL10.CL_SUCCESS) {
      throw new ClException("clWaitForEvents", code, "");
    }
  }

  @Override
  public ClTimes times() {
    ClChecks.open(closed, "the event");
    return new ClTimes(
        nanos(CL10.CL_PROFILING_COMMAND_START), nanos(CL10.CL_PROFILING_COMMAND_END));
  }

  private long nanos(int what) {
    long[] nanos = new long[1];
    int code = CL10.clGetEventProfilingInfo(event, what, nanos, null);
    if (code != CL10.CL_SUCCESS) {
      throw new ClException("clGetEventProfilingInfo", code, "");
    }
    return nanos[0];
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    int code = CL10.clReleaseEvent(event);
    if (code != CL10.CL_SUCCESS) {
      throw new ClException("clReleaseEvent", code, "");
    }
  }
}
