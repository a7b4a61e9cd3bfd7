package oncilla.cl.jocl;

import oncilla.cl.ClChecks;
import oncilla.cl.ClEvent;
import oncilla.cl.ClException;
import oncilla.cl.ClTimes;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;

/** A cl_event. */
final class JoclEvent implements ClEvent {
  private final cl_event[] event;
  private boolean closed;

  JoclEvent(cl_event event) {
    this.event = new cl_event[] {event};
  }

  static cl_event of(ClEvent event) {
    if (event instanceof JoclEvent own) {
      ClChecks.open(own.closed, "the event");
      return own.event[0];
    }
    throw new IllegalArgumentException("not an event of JOCL: " + event);
  }

  @Override
  public void await() {
    ClChecks.open(closed, "the event");
    int code = CL.clWaitForEvents(1, event);
    if (code != CL.CL_SUCCESS) {
      throw new ClException("clWaitForEvents", code, "");
    }
  }

  @Override
  public ClTimes times() {
    ClChecks.open(closed, "the event");
    return new ClTimes(nanos(CL.CL_PROFILING_COMMAND_START), nanos(CL.CL_PROFILING_COMMAND_END));
  }

  private long nanos(int what) {
    long[] nanos = new long[1];
    int code = CL.clGetEventProfilingInfo(event[0], what, Sizeof.cl_ulong, Pointer.to(nanos), null);
    if (code != CL.CL_SUCCESS) {
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
    int code = CL.clReleaseEvent(event[0]);
    if (code != CL.CL_SUCCESS) {
      throw new ClException("clReleaseEvent", code, "");
    }
  }
}
