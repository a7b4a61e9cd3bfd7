package oncilla.cl.jocl;

import oncilla.cl.ClChecks;
import oncilla.cl.ClEvent;
import oncilla.cl.ClException;
import org.jocl.CL;
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
