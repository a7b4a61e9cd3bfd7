package oncilla.backend.opencl.runtime;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.backend.opencl.device.FaultHandler;
import oncilla.backend.opencl.device.OpenClDevices;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.launch.PanelMemory;
import oncilla.backend.opencl.launch.Rehearsal;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.backend.opencl.program.KernelLibrary;
import oncilla.backend.opencl.verification.Probes;
import oncilla.base.Closing;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClEvent;
import oncilla.cl.ClException;
import oncilla.cl.ClQueue;

/**
 * A device as one backend has it open: its context, the one queue, compiled programs, and what
 * packed operands may take of its memory. What fails while something is made leaves nothing open.
 */
final class OpenDevice implements AutoCloseable {
  private final ClContext context;
  private final ClQueue queue;
  private final KernelLibrary library;
  private final DeviceInfo info;
  private final long largestAllocationBytes;
  private final OpenClBackend.NewMemory newMemory;
  private final PanelMemory.Budget panelBudget;
  private final Runnable afterCompiling;

  /**
   * Opens {@code device}.
   *
   * @param packs whether operands of products are packed
   * @throws oncilla.backend.BackendException if the device cannot be opened
   */
  OpenDevice(ClDriver driver, ClDevice device, BackendSetup setup, boolean packs) {
    DeviceInfo all = OpenClDevices.info(device);
    this.info =
        setup.memoryLimit().isPresent() ? all.limitedTo(setup.memoryLimit().getAsLong()) : all;
    this.largestAllocationBytes = all.largestAllocationBytes();
    this.newMemory = setup.newMemory();
    this.context = DeviceCalls.get(() -> driver.createContext(device));
    this.queue = DeviceCalls.get(() -> queue(context));
    this.library = new KernelLibrary(context, setup.cache(), setup.sources());
    this.afterCompiling = device.type() == ClDevice.Type.CPU ? this::settle : () -> {};
    this.panelBudget =
        packs
            ? PanelMemory.Budget.of(all.memoryBytes(), all.largestAllocationBytes())
                .limitedTo(info.memoryBytes())
            : PanelMemory.Budget.none();
  }

  /** A queue of {@code context}, which is closed without one: it is of no use to anybody then. */
  private static ClQueue queue(ClContext context) {
    try {
      return context.createQueue();
    } catch (ClException failure) {
      Closing.after(failure, context);
      throw failure;
    }
  }

  /**
   * A CPU device compiles in this process, when a kernel is launched for the first time. Waiting
   * for that once keeps other threads quiet meanwhile; see {@link FaultHandler}.
   */
  private void settle() {
    queue.finish();
    FaultHandler.reclaim();
  }

  /** What the device says of itself. */
  DeviceInfo info() {
    return info;
  }

  /** The context in which everything is allocated. */
  ClContext context() {
    return context;
  }

  /** The queue on which everything is enqueued. */
  ClQueue queue() {
    return queue;
  }

  /** The programs that were compiled. */
  KernelLibrary library() {
    return library;
  }

  /**
   * Bytes that it can allocate in one piece, whatever it passes for: what is verified is no part of
   * a run.
   */
  long largestAllocationBytes() {
    return largestAllocationBytes;
  }

  /** Bytes that tensors may take: what packed operands may take is not theirs. */
  long tensorBytes() {
    return info.memoryBytes() - panelBudget.total();
  }

  /** What would go into a plan that takes nothing of the device. */
  Rehearsal rehearsal(Set<OpenClTensor> constants) {
    return new Rehearsal(panelBudget, constants);
  }

  /** Memory with what new memory is to hold. */
  ClBuffer newBuffer(long bytes) {
    return DeviceCalls.get(
        () -> {
          ClBuffer buffer = context.createBuffer(bytes);
          if (newMemory == OpenClBackend.NewMemory.ZERO) {
            fillZero(buffer, bytes);
          }
          return buffer;
        });
  }

  /** A buffer that could not be filled is of no use to anybody. */
  private void fillZero(ClBuffer buffer, long bytes) {
    try {
      queue.fillZero(buffer, 0, bytes);
    } catch (ClException failure) {
      Closing.after(failure, buffer);
      throw failure;
    }
  }

  /** A sink that enqueues at once. */
  ImmediateSink newSink() {
    return new ImmediateSink(context, queue, library, panelBudget, afterCompiling);
  }

  /**
   * An empty plan.
   *
   * @param constants operands that nothing changes while the plan lives
   * @param now submits a launch that is not made again, which packs one of them
   * @param whenClosed told when the plan is closed
   */
  OpenClPlan newPlan(
      Set<OpenClTensor> constants, Consumer<Launch> now, Consumer<OpenClPlan> whenClosed) {
    return new OpenClPlan(
        context,
        queue,
        library,
        new PanelMemory(context::createBuffer, panelBudget, constants, now),
        afterCompiling,
        whenClosed);
  }

  /** Submits a launch that is not made again, so that its kernel object does not stay. */
  void launchOnce(Launch launch) {
    launchOnce(launch, library);
  }

  /** Submits a launch whose program is not needed again either. */
  private void launchPassing(Launch launch) {
    try (KernelLibrary passing = library.passing()) {
      launchOnce(launch, passing);
    }
  }

  private void launchOnce(Launch launch, KernelLibrary from) {
    try (ImmediateSink once =
        new ImmediateSink(context, queue, from, PanelMemory.Budget.none(), afterCompiling)) {
      once.accept(launch);
    }
  }

  /**
   * Probes of what every kernel takes for granted.
   *
   * @param group the largest work group that kernels are launched with
   */
  Probes probes(Precision precision, int group) {
    return new Probes(context, queue, this::launchPassing, precision, group);
  }

  /** A mark behind everything that was enqueued. */
  ClEvent marker() {
    return DeviceCalls.get(queue::marker);
  }

  /** Waits for everything that was enqueued. */
  void finish() {
    DeviceCalls.run(queue::finish);
  }

  /** Releases kernels and programs, the queue and the context. */
  @Override
  public void close() {
    Closing.all(List.of(library, queue, context));
  }
}
