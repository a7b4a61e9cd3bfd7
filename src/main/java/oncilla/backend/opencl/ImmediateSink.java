package oncilla.backend.opencl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClContext;
import oncilla.cl.ClKernel;
import oncilla.cl.ClLaunch;
import oncilla.cl.ClQueue;

/** Enqueues each launch at once, with one kernel object per kernel whose arguments are set anew. */
final class ImmediateSink implements LaunchSink, AutoCloseable {
  private record KernelKey(ProgramKey program, String kernel) {}

  private final ClContext context;
  private final ClQueue queue;
  private final KernelLibrary library;
  private final Map<KernelKey, ClKernel> kernels = new HashMap<>();
  private ClBuffer scratch;

  ImmediateSink(ClContext context, ClQueue queue, KernelLibrary library) {
    this.context = context;
    this.queue = queue;
    this.library = library;
  }

  @Override
  public void accept(Launch launch) {
    DeviceCalls.run(() -> enqueue(launch));
  }

  private void enqueue(Launch launch) {
    ClKernel kernel =
        kernels.computeIfAbsent(
            new KernelKey(launch.program(), launch.kernel()),
            key -> library.create(key.program(), key.kernel()));
    launch.bind(kernel);
    try (ClLaunch prepared =
        queue.prepare(kernel, launch.range().global(), launch.range().local())) {
      prepared.enqueue();
    }
  }

  /** One buffer for all: the queue is in order, so an earlier operation is done with it. */
  @Override
  public ClBuffer scratch(long bytes) {
    if (scratch == null || scratch.bytes() < bytes) {
      ClBuffer old = scratch;
      scratch = DeviceCalls.get(() -> context.createBuffer(bytes));
      if (old != null) {
        // Commands that still use it keep it alive until they are done (clReleaseMemObject).
        old.close();
      }
    }
    return scratch;
  }

  @Override
  public void close() {
    List<AutoCloseable> owned = new ArrayList<>(kernels.values());
    if (scratch != null) {
      owned.add(scratch);
    }
    kernels.clear();
    scratch = null;
    Closing.all(owned);
  }
}
