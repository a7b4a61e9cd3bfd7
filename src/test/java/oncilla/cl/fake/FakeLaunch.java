package oncilla.cl.fake;

import java.util.Arrays;
import java.util.List;
import oncilla.cl.ClChecks;
import oncilla.cl.ClEvent;
import oncilla.cl.ClException;
import oncilla.cl.ClLaunch;

/** A launch that checks and records. */
final class FakeLaunch extends FakeObject implements ClLaunch {
  private static final String CALL = "clEnqueueNDRangeKernel";
  private static final int CL_INVALID_WORK_GROUP_SIZE = -54;
  private static final int CL_INVALID_GLOBAL_WORK_SIZE = -63;

  private final FakeQueue queue;
  private final FakeKernel kernel;
  private final long[] global;
  private final long[] local;

  FakeLaunch(FakeQueue queue, String name, FakeKernel kernel, long[] global, long[] local) {
    super(queue.recorder(), Kind.LAUNCH, name);
    this.queue = queue;
    this.kernel = kernel;
    this.global = global;
    this.local = local;
  }

  @Override
  public ClEvent enqueueTimed() {
    enqueue();
    return queue.launched();
  }

  @Override
  public void enqueue() {
    checkOpen();
    queue.checkOpen();
    String detail = "kernel " + kernel.name() + ", " + ClChecks.describe(global, local);
    recorder().call(CALL, kernel.objectName(), detail);
    long product = 1;
    for (int dimension = 0; dimension < global.length; dimension++) {
      if (global[dimension] <= 0) {
        throw new ClException(CALL, CL_INVALID_GLOBAL_WORK_SIZE, detail);
      }
      if (local[dimension] <= 0 || global[dimension] % local[dimension] != 0) {
        throw new ClException(CALL, CL_INVALID_WORK_GROUP_SIZE, detail);
      }
      product *= local[dimension];
    }
    if (product > queue.maxWorkGroupSize()) {
      throw new ClException(CALL, CL_INVALID_WORK_GROUP_SIZE, detail);
    }
    recorder()
        .enqueued(
            new FakeEnqueue(kernel.name(), boxed(global), boxed(local), kernel.argumentsNow()));
  }

  private static List<Long> boxed(long[] sizes) {
    return Arrays.stream(sizes).boxed().toList();
  }
}
