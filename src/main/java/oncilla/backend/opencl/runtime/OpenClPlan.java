package oncilla.backend.opencl.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import oncilla.backend.LaunchTime;
import oncilla.backend.Plan;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.OpenClArena;
import oncilla.backend.opencl.launch.PanelMemory;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.backend.opencl.program.KernelLibrary;
import oncilla.base.Closing;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClContext;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import oncilla.cl.ClLaunch;
import oncilla.cl.ClQueue;

/**
 * Recorded launches. Each owns its kernel object with all arguments bound and its work sizes
 * prepared, so {@link #run} only enqueues.
 */
final class OpenClPlan implements Plan, LaunchSink {
  private final ClContext context;
  private final ClQueue queue;
  private final KernelLibrary library;
  private final List<AutoCloseable> owned = new ArrayList<>();
  private final List<ClLaunch> launches = new ArrayList<>();
  private final List<TimedLaunch> timed = new ArrayList<>();
  private final List<OpenClArena> arenas = new ArrayList<>();
  private final Consumer<OpenClPlan> onClose;
  private final Runnable afterFirstRun;
  private final PanelMemory panelMemory;
  private ClBuffer scratch;
  private boolean ran;
  private boolean open = true;

  /**
   * An empty plan.
   *
   * @param panelMemory of this plan, which closes it
   * @param afterFirstRun what a device needs that compiles at a first launch
   * @param onClose told when this is closed
   */
  OpenClPlan(
      ClContext context,
      ClQueue queue,
      KernelLibrary library,
      PanelMemory panelMemory,
      Runnable afterFirstRun,
      Consumer<OpenClPlan> onClose) {
    this.afterFirstRun = afterFirstRun;
    this.panelMemory = panelMemory;
    this.context = context;
    this.onClose = onClose;
    this.queue = queue;
    this.library = library;
  }

  @Override
  public void accept(Launch launch) {
    DeviceCalls.run(() -> add(launch));
    for (OpenClArena arena : launch.arenas()) {
      if (!arenas.contains(arena)) {
        arenas.add(arena);
      }
    }
  }

  private void add(Launch launch) {
    ClKernel kernel = library.create(launch.program(), launch.kernel());
    owned.add(kernel);
    launch.bind(kernel);
    ClLaunch prepared = queue.prepare(kernel, launch.range().global(), launch.range().local());
    // Before its kernel, so that closing in order frees the launch first.
    owned.add(owned.size() - 1, prepared);
    launches.add(prepared);
    timed.add(new TimedLaunch(launch, kernel));
  }

  /**
   * The same for all operations that it is large enough for: the queue is in order, so one is done
   * with it before the next begins. {@link oncilla.backend.opencl.launch.Rehearsal} counts so.
   */
  @Override
  public ClBuffer scratch(long bytes) {
    if (scratch == null || scratch.bytes() < bytes) {
      // A smaller one before stays: launches are bound to it.
      scratch = DeviceCalls.get(() -> context.createBuffer(bytes));
      owned.add(scratch);
    }
    return scratch;
  }

  @Override
  public PanelMemory panelMemory() {
    return panelMemory;
  }

  @Override
  public void run() {
    requireOpen();
    try {
      for (int i = 0; i < launches.size(); i++) {
        launches.get(i).enqueue();
      }
      queue.flush();
      if (!ran) {
        ran = true;
        afterFirstRun.run();
      }
    } catch (ClException failure) {
      throw DeviceCalls.translated(failure);
    }
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the plan is closed");
    }
    // A kernel's arguments do not keep memory alive: a driver would run into freed memory.
    for (int i = 0; i < arenas.size(); i++) {
      arenas.get(i).requireOpen();
    }
  }

  @Override
  public Optional<List<LaunchTime>> runTimed() {
    requireOpen();
    return Optional.of(
        DeviceCalls.get(
            () -> {
              queue.finish();
              return TimedLaunch.run(timed, context);
            }));
  }

  @Override
  public int size() {
    return launches.size();
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      onClose.accept(this);
      owned.add(panelMemory);
      DeviceCalls.run(() -> Closing.all(owned));
    }
  }
}
