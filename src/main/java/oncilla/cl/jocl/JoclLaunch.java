package oncilla.cl.jocl;

import oncilla.cl.ClChecks;
import oncilla.cl.ClEvent;
import oncilla.cl.ClException;
import oncilla.cl.ClLaunch;
import org.jocl.CL;
import org.jocl.cl_event;

/** A kernel and the arrays of its work sizes. */
final class JoclLaunch implements ClLaunch {
  private final JoclQueue queue;
  private final JoclKernel kernel;
  private final long[] global;
  private final long[] local;
  private boolean closed;

  JoclLaunch(JoclQueue queue, JoclKernel kernel, long[] global, long[] local) {
    this.queue = queue;
    this.kernel = kernel;
    this.global = global;
    this.local = local;
  }

  @Override
  public void enqueue() {
    enqueue(null);
  }

  @Override
  public ClEvent enqueueTimed() {
    cl_event event = new cl_event();
    enqueue(event);
    return new JoclEvent(event);
  }

  private void enqueue(cl_event event) {
    ClChecks.open(closed, "the launch");
    int code =
        CL.clEnqueueNDRangeKernel(
            queue.handle(), kernel.handle(), global.length, null, global, local, 0, null, event);
    if (code != CL.CL_SUCCESS) {
      throw new ClException(
          "clEnqueueNDRangeKernel",
          code,
          "kernel " + kernel.name() + ", " + ClChecks.describe(global, local));
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
