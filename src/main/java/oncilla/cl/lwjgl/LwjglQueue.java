package oncilla.cl.lwjgl;

import static org.lwjgl.system.MemoryStack.stackPush;

import java.nio.ByteBuffer;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClChecks;
import oncilla.cl.ClEvent;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import oncilla.cl.ClLaunch;
import oncilla.cl.ClQueue;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL12;
import org.lwjgl.system.MemoryStack;

/** A cl_command_queue. */
final class LwjglQueue implements ClQueue {
  /** The pattern of a fill, and its length where offset and length allow. */
  private static final int ZERO_BYTES = 4;

  private final long queue;
  private final ByteBuffer zeros = ByteBuffer.allocateDirect(ZERO_BYTES);
  private final ByteBuffer zero = zeros.slice(0, 1);
  private boolean closed;

  LwjglQueue(long queue) {
    this.queue = queue;
  }

  long handle() {
    ClChecks.open(closed, "the queue");
    return queue;
  }

  @Override
  public ClLaunch prepare(ClKernel kernel, long[] global, long[] local) {
    ClChecks.workSizes(kernel.name(), global, local);
    return new LwjglLaunch(this, LwjglKernel.of(kernel), global, local);
  }

  @Override
  public void write(ClBuffer to, long offsetBytes, ByteBuffer from) {
    write(to, offsetBytes, from, true, null);
  }

  @Override
  public ClEvent writeLater(ClBuffer to, long offsetBytes, ByteBuffer from) {
    try (MemoryStack stack = stackPush()) {
      PointerBuffer event = stack.callocPointer(1);
      write(to, offsetBytes, from, false, event);
      return new LwjglEvent(event.get(0));
    }
  }

  private void write(
      ClBuffer to, long offsetBytes, ByteBuffer from, boolean blocking, PointerBuffer event) {
    ClChecks.hostBuffer(from);
    LwjglBuffer target = LwjglBuffer.of(to);
    int code =
        CL10.clEnqueueWriteBuffer(
            handle(), target.memory(), blocking, offsetBytes, from, null, event);
    checkRange(code, "clEnqueueWriteBuffer", target, offsetBytes, from.remaining());
  }

  @Override
  public void read(ClBuffer from, long offsetBytes, ByteBuffer to) {
    ClChecks.hostBuffer(to);
    LwjglBuffer source = LwjglBuffer.of(from);
    int code =
        CL10.clEnqueueReadBuffer(handle(), source.memory(), true, offsetBytes, to, null, null);
    checkRange(code, "clEnqueueReadBuffer", source, offsetBytes, to.remaining());
  }

  @Override
  public void fillZero(ClBuffer buffer, long offsetBytes, long bytes) {
    LwjglBuffer target = LwjglBuffer.of(buffer);
    ByteBuffer pattern = offsetBytes % ZERO_BYTES == 0 && bytes % ZERO_BYTES == 0 ? zeros : zero;
    int code =
        CL12.clEnqueueFillBuffer(
            handle(), target.memory(), pattern, offsetBytes, bytes, null, null);
    checkRange(code, "clEnqueueFillBuffer", target, offsetBytes, bytes);
  }

  private static void checkRange(
      int code, String call, LwjglBuffer buffer, long offset, long bytes) {
    if (code != CL10.CL_SUCCESS) {
      throw new ClException(
          call,
          code,
          bytes + " bytes at offset " + offset + " of a buffer of " + buffer.bytes() + " bytes");
    }
  }

  @Override
  public ClEvent marker() {
    try (MemoryStack stack = stackPush()) {
      PointerBuffer event = stack.callocPointer(1);
      check(CL12.clEnqueueMarkerWithWaitList(handle(), null, event), "clEnqueueMarkerWithWaitList");
      return new LwjglEvent(event.get(0));
    }
  }

  @Override
  public void waitFor(ClEvent event) {
    try (MemoryStack stack = stackPush()) {
      PointerBuffer waited = stack.pointers(LwjglEvent.of(event));
      check(
          CL12.clEnqueueBarrierWithWaitList(handle(), waited, null),
          "clEnqueueBarrierWithWaitList");
    }
  }

  @Override
  public void flush() {
    check(CL10.clFlush(handle()), "clFlush");
  }

  @Override
  public void finish() {
    check(CL10.clFinish(handle()), "clFinish");
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    check(CL10.clReleaseCommandQueue(queue), "clReleaseCommandQueue");
  }

  private static void check(int code, String call) {
    if (code != CL10.CL_SUCCESS) {
      throw new ClException(call, code, "");
    }
  }
}
