package oncilla.cl.fake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClChecks;
import oncilla.cl.ClEvent;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import oncilla.cl.ClLaunch;
import oncilla.cl.ClQueue;
import oncilla.cl.ClTimes;

/** A queue that does everything at once. */
final class FakeQueue extends FakeObject implements ClQueue {
  private static final int CL_INVALID_VALUE = -30;

  private final FakeContext context;
  private final boolean times;
  private long clock;

  FakeQueue(FakeContext context, String name, boolean times) {
    super(context.recorder(), Kind.QUEUE, name);
    this.context = context;
    this.times = times;
  }

  /** An event of a launch, which took {@link FakeDriver#LAUNCH_NANOS} behind a short gap. */
  FakeEvent launched() {
    String name = recorder().nextName(Kind.EVENT);
    long start = clock + FakeDriver.GAP_NANOS;
    clock = start + FakeDriver.LAUNCH_NANOS;
    Optional<ClTimes> ran = times ? Optional.of(new ClTimes(start, clock)) : Optional.empty();
    return context.adopt(new FakeEvent(recorder(), name, ran));
  }

  long maxWorkGroupSize() {
    return context.device().maxWorkGroupSize();
  }

  @Override
  public ClLaunch prepare(ClKernel kernel, long[] global, long[] local) {
    checkOpen();
    FakeKernel own = (FakeKernel) kernel;
    own.checkOpen();
    ClChecks.workSizes(kernel.name(), global, local);
    String name = recorder().nextName(Kind.LAUNCH);
    recorder().call("prepareLaunch", name, kernel.name() + ", " + ClChecks.describe(global, local));
    return context.adopt(new FakeLaunch(this, name, own, global.clone(), local.clone()));
  }

  @Override
  public void write(ClBuffer to, long offsetBytes, ByteBuffer from) {
    ClChecks.hostBuffer(from);
    byte[] memory = memory("clEnqueueWriteBuffer", to, offsetBytes, from.remaining());
    from.duplicate().get(memory, (int) offsetBytes, from.remaining());
  }

  @Override
  public ClEvent writeLater(ClBuffer to, long offsetBytes, ByteBuffer from) {
    write(to, offsetBytes, from);
    return context.adopt(
        new FakeEvent(recorder(), recorder().nextName(Kind.EVENT), Optional.empty()));
  }

  @Override
  public void read(ClBuffer from, long offsetBytes, ByteBuffer to) {
    ClChecks.hostBuffer(to);
    byte[] memory = memory("clEnqueueReadBuffer", from, offsetBytes, to.remaining());
    to.duplicate().put(memory, (int) offsetBytes, to.remaining());
  }

  @Override
  public void fillZero(ClBuffer buffer, long offsetBytes, long bytes) {
    byte[] memory = memory("clEnqueueFillBuffer", buffer, offsetBytes, bytes);
    Arrays.fill(memory, (int) offsetBytes, (int) (offsetBytes + bytes), (byte) 0);
  }

  /** Logs and checks an access, and gives the buffer's memory. */
  private byte[] memory(String call, ClBuffer buffer, long offset, long bytes) {
    checkOpen();
    FakeBuffer own = (FakeBuffer) buffer;
    own.checkOpen();
    String detail = bytes + " bytes at offset " + offset + " of " + own.objectName();
    recorder().call(call, objectName(), detail);
    if (offset < 0 || bytes <= 0 || offset + bytes > own.bytes()) {
      throw new ClException(call, CL_INVALID_VALUE, detail + " with " + own.bytes() + " bytes");
    }
    return own.contents();
  }

  @Override
  public ClEvent marker() {
    checkOpen();
    String name = recorder().nextName(Kind.EVENT);
    recorder().call("clEnqueueMarkerWithWaitList", objectName(), name);
    return context.adopt(new FakeEvent(recorder(), name, Optional.empty()));
  }

  @Override
  public void waitFor(ClEvent event) {
    checkOpen();
    FakeEvent own = (FakeEvent) event;
    own.checkOpen();
    recorder().call("clEnqueueBarrierWithWaitList", objectName(), own.objectName());
  }

  @Override
  public void flush() {
    checkOpen();
    recorder().call("clFlush", objectName(), "");
  }

  @Override
  public void finish() {
    checkOpen();
    recorder().call("clFinish", objectName(), "");
  }
}
