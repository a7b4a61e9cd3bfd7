package oncilla.backend.opencl.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.PanelMemory;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.backend.opencl.program.KernelLibrary;
import oncilla.backend.opencl.program.ProgramKey;
import oncilla.base.Closing;
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
  private final Runnable afterFirstUse;
  private final PanelMemory panelMemory;
  private ClBuffer scratch;

  /**
   * A sink on {@code queue}.
   *
   * @param budget for operands that are packed ahead
   * @param afterFirstUse what a device needs that compiles at a first launch
   */
  ImmediateSink(
      ClContext context,
      ClQueue queue,
      KernelLibrary library,
      PanelMemory.Budget budget,
      Runnable afterFirstUse) {
    this.panelMemory = new PanelMemory(context::createBuffer, budget, Set.of(), this::accept);
    this.afterFirstUse = afterFirstUse;
    this.context = context;
    this.queue = queue;
    this.library = library;
  }

  @Override
  public void accept(Launch launch) {
    DeviceCalls.run(() -> enqueue(launch));
  }

  private void enqueue(Launch launch) {
    KernelKey key = new KernelKey(launch.program(), launch.kernel());
    ClKernel known = kernels.get(key);
    ClKernel kernel = known == null ? library.create(key.program(), key.kernel()) : known;
    kernels.put(key, kernel);
    launch.bind(kernel);
    try (ClLaunch prepared =
        queue.prepare(kernel, launch.range().global(), launch.range().local())) {
      prepared.enqueue();
    }
    if (known == null) {
      afterFirstUse.run();
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
  public PanelMemory panelMemory() {
    return panelMemory;
  }

  @Override
  public void close() {
    List<AutoCloseable> owned = new ArrayList<>(kernels.values());
    owned.add(panelMemory);
    if (scratch != null) {
      owned.add(scratch);
    }
    kernels.clear();
    scratch = null;
    DeviceCalls.run(() -> Closing.all(owned));
  }
}
