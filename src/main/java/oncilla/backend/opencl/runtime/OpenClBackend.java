package oncilla.backend.opencl.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.CheckedOps;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Marker;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.OpenClArena;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.launch.PanelMemory;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.backend.opencl.program.KernelLibrary;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.provider.BackendProvider;
import oncilla.base.Closing;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClException;
import oncilla.cl.ClQueue;

/**
 * One OpenCL device with one in-order queue. Work is asynchronous: only {@link #download} and
 * {@link #synchronize} wait, and a {@link Marker} waits for what was submitted before it.
 */
public final class OpenClBackend implements Backend {
  /** What new device memory holds. */
  public enum NewMemory {
    /** Zero, as {@link Arena} promises. */
    ZERO,
    /** Whatever was there: for tools that report reads of memory nobody wrote. */
    UNTOUCHED
  }

  private final DeviceInfo device;
  private final NewMemory newMemory;
  private final Precision precision;
  private final ClContext context;
  private final ClQueue queue;
  private final KernelLibrary library;
  private final Runnable afterCompiling;
  private final PanelMemory.Budget panelBudget;
  private final ImmediateSink immediate;
  private final KernelParameters parameters;
  private final HostTransfer transfer;
  private final Ops ops;
  private final List<OpenClArena> arenas = new ArrayList<>();
  private final List<OpenClPlan> plans = new ArrayList<>();
  private final List<OpenClMarker> markers = new ArrayList<>();
  private boolean open = true;

  /**
   * Opens {@code clDevice} through {@code driver}.
   *
   * @throws IllegalArgumentException if the device does not compute in {@code precision}
   * @throws oncilla.backend.BackendException if the device cannot be opened
   */
  public OpenClBackend(
      ClDriver driver, ClDevice clDevice, Precision precision, KernelParameters parameters) {
    this(driver, clDevice, precision, parameters, NewMemory.ZERO);
  }

  /** The same, with a say in what new memory holds. Every program is compiled here. */
  public OpenClBackend(
      ClDriver driver,
      ClDevice clDevice,
      Precision precision,
      KernelParameters parameters,
      NewMemory newMemory) {
    this(driver, clDevice, precision, parameters, newMemory, ProgramCache.off());
  }

  /** The same, with programs kept between processes. */
  public OpenClBackend(
      ClDriver driver,
      ClDevice clDevice,
      Precision precision,
      KernelParameters parameters,
      NewMemory newMemory,
      ProgramCache cache) {
    if (precision == Precision.FP64 && !clDevice.fp64()) {
      throw new IllegalArgumentException(clDevice.name() + " does not compute in fp64");
    }
    this.device = OpenClDevices.info(clDevice);
    this.precision = precision;
    this.newMemory = newMemory;
    this.parameters = parameters;
    this.context = DeviceCalls.get(() -> driver.createContext(clDevice));
    this.queue = DeviceCalls.get(() -> createQueue(context));
    this.library = new KernelLibrary(context, cache);
    this.afterCompiling = clDevice.type() == ClDevice.Type.CPU ? () -> settle(queue) : () -> {};
    this.panelBudget =
        parameters.matmul().packs()
            ? PanelMemory.Budget.of(device.memoryBytes(), device.largestAllocationBytes())
            : PanelMemory.Budget.none();
    this.immediate = new ImmediateSink(context, queue, library, panelBudget, afterCompiling);
    this.transfer = new HostTransfer(queue, precision);
    this.ops = checked(parameters, immediate);
  }

  /**
   * A CPU device compiles in this process, when a kernel is launched for the first time. Waiting
   * for that once keeps other threads quiet meanwhile; see {@link FaultHandler}.
   */
  private static void settle(ClQueue queue) {
    queue.finish();
    FaultHandler.reclaim();
  }

  /** A context without a queue is of no use to anybody. */
  private static ClQueue createQueue(ClContext context) {
    try {
      return context.createQueue();
    } catch (ClException failure) {
      Closing.after(failure, context);
      throw failure;
    }
  }

  @Override
  public String name() {
    return BackendProvider.OPENCL;
  }

  @Override
  public DeviceInfo device() {
    return device;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public MatmulPrecision matmulPrecision() {
    return parameters.matmul().used(parameters.matmulPrecision());
  }

  @Override
  public long tensorBytes() {
    return device.memoryBytes() - panelBudget.total();
  }

  /** The parameters with which this backend launches its kernels. */
  public KernelParameters parameters() {
    return parameters;
  }

  /** The context in which this backend allocates; it is closed with the backend. */
  public ClContext context() {
    return context;
  }

  /** The queue on which this backend enqueues everything; it is closed with the backend. */
  public ClQueue queue() {
    return queue;
  }

  @Override
  public Arena newArena() {
    requireOpen();
    OpenClArena arena = new OpenClArena(this, this::newBuffer, arenas::remove);
    arenas.add(arena);
    return arena;
  }

  private ClBuffer newBuffer(long bytes) {
    return DeviceCalls.get(
        () -> {
          ClBuffer buffer = context.createBuffer(bytes);
          if (newMemory == NewMemory.ZERO) {
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

  @Override
  public void upload(double[] from, Tensor to) {
    transfer.upload(from, own(to));
  }

  @Override
  public void upload(byte[] from, Tensor to) {
    transfer.upload(from, own(to));
  }

  @Override
  public void upload(int[] from, Tensor to) {
    transfer.upload(from, own(to));
  }

  @Override
  public void upload(long[] from, Tensor to) {
    transfer.upload(from, own(to));
  }

  @Override
  public void download(Tensor from, double[] to) {
    transfer.download(own(from), to);
  }

  @Override
  public void download(Tensor from, byte[] to) {
    transfer.download(own(from), to);
  }

  @Override
  public void download(Tensor from, int[] to) {
    transfer.download(own(from), to);
  }

  @Override
  public void download(Tensor from, long[] to) {
    transfer.download(own(from), to);
  }

  @Override
  public OptionalDouble measurePeakFlops() {
    requireOpen();
    return OptionalDouble.of(new PeakMeasurement(this, parameters).flopsPerSecond(immediate));
  }

  @Override
  public Ops ops() {
    requireOpen();
    return ops;
  }

  /** Operations with other parameters than the backend's own, submitted at once. */
  public Ops ops(KernelParameters other) {
    requireOpen();
    return checked(other, immediate);
  }

  private Ops checked(KernelParameters chosen, LaunchSink sink) {
    return new CheckedOps(this, new OpenClOps(this, chosen, sink));
  }

  @Override
  public Plan record(Consumer<Ops> program) {
    return record(parameters, program, Set.of());
  }

  /** Constant operands of products that are packed are packed here, once. */
  @Override
  public Plan record(Consumer<Ops> program, Set<Tensor> constants) {
    return record(
        parameters, program, constants.stream().map(this::own).collect(Collectors.toSet()));
  }

  /** A plan with other parameters than the backend's own. */
  public Plan record(KernelParameters other, Consumer<Ops> program) {
    return record(other, program, Set.of());
  }

  private Plan record(KernelParameters other, Consumer<Ops> program, Set<OpenClTensor> constants) {
    requireOpen();
    OpenClPlan plan =
        new OpenClPlan(
            context,
            queue,
            library,
            new PanelMemory(context, panelBudget, constants, this::submitOnce),
            afterCompiling,
            plans::remove);
    plans.add(plan);
    try {
      program.accept(checked(other, plan));
    } catch (RuntimeException | Error failure) {
      Closing.after(failure, plan);
      throw failure;
    }
    return plan;
  }

  /** For a launch that is not made again, so that its kernel object does not stay. */
  private void submitOnce(Launch launch) {
    try (ImmediateSink once =
        new ImmediateSink(context, queue, library, PanelMemory.Budget.none(), afterCompiling)) {
      once.accept(launch);
    }
  }

  @Override
  public Marker mark() {
    requireOpen();
    OpenClMarker marker = new OpenClMarker(DeviceCalls.get(queue::marker), markers::remove);
    markers.add(marker);
    return marker;
  }

  @Override
  public void synchronize() {
    requireOpen();
    DeviceCalls.run(queue::finish);
  }

  /**
   * Waits, then releases everything that is still open: markers and plans, memory, kernels,
   * programs, the queue, the context.
   */
  @Override
  public void close() {
    if (open) {
      open = false;
      List<AutoCloseable> owned = new ArrayList<>();
      owned.add(queue::finish);
      owned.addAll(markers);
      owned.addAll(plans);
      owned.addAll(arenas);
      owned.addAll(List.of(immediate, library, queue, context));
      DeviceCalls.run(() -> Closing.all(owned));
    }
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the backend is closed");
    }
  }

  private OpenClTensor own(Tensor tensor) {
    if (tensor.owner() != this) {
      throw new IllegalArgumentException(
          "the tensor belongs to another backend (" + tensor.owner().name() + ")");
    }
    return (OpenClTensor) tensor;
  }
}
