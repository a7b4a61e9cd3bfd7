package oncilla.cl.jocl;

import java.nio.ByteBuffer;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClChecks;
import oncilla.cl.ClEvent;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import oncilla.cl.ClLaunch;
import oncilla.cl.ClQueue;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;

/** A cl_command_queue. */
final class JoclQueue implements ClQueue {
  /** The pattern of a fill, and its length where offset and length allow. */
  private static final int ZERO_BYTES = 4;

  private final cl_command_queue queue;
  private final Pointer zero = Pointer.to(ByteBuffer.allocateDirect(ZERO_BYTES));
  private boolean closed;

  JoclQueue(cl_command_queue queue) {
    this.queue = queue;
  }

  cl_command_queue handle() {
    ClChecks.open(closed, "the queue");
    return queue;
  }

  @Override
  public ClLaunch prepare(ClKernel kernel, long[] global, long[] local) {
    ClChecks.workSizes(kernel.name(), global, local);
    return new JoclLaunch(this, JoclKernel.of(kernel), global.clone(), local.clone());
  }

  @Override
  public void write(ClBuffer to, long offsetBytes, ByteBuffer from) {
    write(to, offsetBytes, from, true, null);
  }

  @Override
  public ClEvent writeLater(ClBuffer to, long offsetBytes, ByteBuffer from) {
    cl_event event = new cl_event();
    write(to, offsetBytes, from, false, event);
    return new JoclEvent(event);
  }

  private void write(
      ClBuffer to, long offsetBytes, ByteBuffer from, boolean blocking, cl_event event) {
    ClChecks.hostBuffer(from);
    JoclBuffer target = JoclBuffer.of(to);
    Pointer host = Pointer.to(from).withByteOffset(from.position());
    int code =
        CL.clEnqueueWriteBuffer(
            handle(),
            target.memory(),
            blocking,
            offsetBytes,
            from.remaining(),
            host,
            0,
            null,
            event);
    checkRange(code, "clEnqueueWriteBuffer", target, offsetBytes, from.remaining());
  }

  @Override
  public void read(ClBuffer from, long offsetBytes, ByteBuffer to) {
    ClChecks.hostBuffer(to);
    JoclBuffer source = JoclBuffer.of(from);
    Pointer host = Pointer.to(to).withByteOffset(to.position());
    int code =
        CL.clEnqueueReadBuffer(
            handle(), source.memory(), true, offsetBytes, to.remaining(), host, 0, null, null);
    checkRange(code, "clEnqueueReadBuffer", source, offsetBytes, to.remaining());
  }

  @Override
  public void fillZero(ClBuffer buffer, long offsetBytes, long bytes) {
    JoclBuffer target = JoclBuffer.of(buffer);
    int pattern = offsetBytes % ZERO_BYTES == 0 && bytes % ZERO_BYTES == 0 ? ZERO_BYTES : 1;
    int code =
        CL.clEnqueueFillBuffer(
            handle(), target.memory(), zero, pattern, offsetBytes, bytes, 0, null, null);
    checkRange(code, "clEnqueueFillBuffer", target, offsetBytes, bytes);
  }

  private static void checkRange(
      int code, String call, JoclBuffer buffer, long offset, long bytes) {
    if (code != CL.CL_SUCCESS) {
      throw new ClException(
          call,
          code,
          bytes + " bytes at offset " + offset + " of a buffer of " + buffer.bytes() + " bytes");
    }
  }

  @Override
  public ClEvent marker() {
    cl_event event = new cl_event();
    check(CL.clEnqueueMarkerWithWaitList(handle(), 0, null, event), "clEnqueueMarkerWithWaitList");
    return new JoclEvent(event);
  }

  @Override
  public void waitFor(ClEvent event) {
    cl_event[] waited = {JoclEvent.of(event)};
    check(
        CL.clEnqueueBarrierWithWaitList(handle(), 1, waited, null), "clEnqueueBarrierWithWaitList");
  }

  @Override
  public void flush() {
    check(CL.clFlush(handle()), "clFlush");
  }

  @Override
  public void finish() {
    check(CL.clFinish(handle()), "clFinish");
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    check(CL.clReleaseCommandQueue(queue), "clReleaseCommandQueue");
  }

  private static void check(int code, String call) {
    if (code != CL.CL_SUCCESS) {
      throw new ClException(call, code, "");
    }
  }
}
