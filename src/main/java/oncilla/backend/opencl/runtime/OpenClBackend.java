package oncilla.backend.opencl.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.DeviceInfo;
import oncilla.backend.DryRun;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.checked.CheckedOps;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.backend.opencl.program.KernelSource;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.opencl.transfer.HostTransfer;
import oncilla.backend.opencl.transfer.LaterUploads;
import oncilla.backend.opencl.verification.VerdictStore;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.verification.FixedStep;
import oncilla.base.Closing;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;

/**
 * One OpenCL device with one in-order queue. Work is asynchronous: only {@link #download} and
 * {@link #synchronize} wait, and a {@link Backend.Marker} waits for what was submitted before it.
 */
public final class OpenClBackend implements Backend {
  /** What new device memory holds. */
  public enum NewMemory {
    /** Zero, as {@link Arena} promises. */
    ZERO,
    /** Whatever was there: for tools that report reads of memory nobody wrote. */
    UNTOUCHED
  }

  private final OpenDevice device;
  private final HandedOut handedOut;
  private final Precision precision;
  private final ImmediateSink immediate;
  private final KernelParameters parameters;
  private final HostTransfer transfer;
  private final LaterUploads later;
  private final Optional<KernelVerification> kernels;
  private final Ops ops;
  private boolean open = true;

  /**
   * Opens {@code clDevice} through {@code driver}. Every program is compiled here.
   *
   * @throws IllegalArgumentException if the device does not compute in {@code precision}
   * @throws oncilla.backend.BackendException if the device cannot be opened
   */
  public OpenClBackend(
      ClDriver driver, ClDevice clDevice, Precision precision, KernelParameters parameters) {
    this(driver, clDevice, precision, parameters, NewMemory.ZERO, ProgramCache.off());
  }

  /** The same, with a say in what new memory holds, and programs kept between processes. */
  public OpenClBackend(
      ClDriver driver,
      ClDevice clDevice,
      Precision precision,
      KernelParameters parameters,
      NewMemory newMemory,
      ProgramCache cache) {
    this(
        driver,
        clDevice,
        precision,
        parameters,
        new BackendSetup(newMemory, cache, KernelSource::load, Optional.empty()));
  }

  /** The same, with a say in everything. */
  public OpenClBackend(
      ClDriver driver,
      ClDevice clDevice,
      Precision precision,
      KernelParameters parameters,
      BackendSetup setup) {
    if (precision == Precision.FP64 && !clDevice.fp64()) {
      throw new IllegalArgumentException(clDevice.name() + " does not compute in fp64");
    }
    this.device = new OpenDevice(driver, clDevice, setup, parameters.matmul().packs());
    this.handedOut = new HandedOut(device);
    this.precision = precision;
    this.parameters = parameters;
    this.immediate = device.newSink();
    this.transfer = new HostTransfer(device.queue(), precision);
    this.later = new LaterUploads(device.queue());
    this.kernels =
        setup
            .verification()
            .map(it -> KernelVerification.of(this, device, it, new VerdictStore(setup.cache())));
    this.ops = checked(parameters, immediate);
  }

  @Override
  public String name() {
    return BackendProvider.OPENCL;
  }

  @Override
  public DeviceInfo device() {
    return device.info();
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
    return device.tensorBytes();
  }

  @Override
  public Optional<DryRun> dryRun() {
    return Optional.of(new OpenClDryRun(this));
  }

  /** The parameters with which this backend launches its kernels. */
  public KernelParameters parameters() {
    return parameters;
  }

  /** What this backend has open; it is closed with the backend. */
  OpenDevice opened() {
    return device;
  }

  @Override
  public Arena newArena() {
    requireOpen();
    return handedOut.arena(this);
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
  public void uploadLater(int[] from, Tensor to) {
    requireOpen();
    HostTransfer.require(own(to), ElementType.I32, from.length);
    later.upload(from, own(to));
  }

  @Override
  public Backend.Staging stage(List<Tensor> slots) {
    requireOpen();
    return handedOut.staging(slots.stream().<Tensor>map(this::own).toList());
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

  @Override
  public boolean unverified() {
    return kernels.isEmpty();
  }

  @Override
  public List<String> distrusted() {
    return kernels.map(KernelVerification::distrusted).orElse(List.of());
  }

  private Ops checked(KernelParameters chosen, LaunchSink sink) {
    return new CheckedOps(
        this,
        kernels.isPresent() ? kernels.get().ops(chosen, sink) : new OpenClOps(this, chosen, sink));
  }

  @Override
  public Plan record(Consumer<Ops> program) {
    return record(parameters, program);
  }

  /** Constant operands of products that are packed are packed here, once. */
  @Override
  public Plan record(Consumer<Ops> program, Set<Tensor> constants) {
    return record(
        sink -> checked(parameters, sink),
        program,
        constants.stream().map(this::own).collect(Collectors.toSet()));
  }

  /** A plan with other parameters than the backend's own. */
  public Plan record(KernelParameters other, Consumer<Ops> program) {
    return record(sink -> checked(other, sink), program, Set.of());
  }

  private Plan record(
      Function<LaunchSink, Ops> ops, Consumer<Ops> program, Set<OpenClTensor> constants) {
    requireOpen();
    OpenClPlan plan = handedOut.plan(constants, this::submitOnce);
    try {
      program.accept(ops.apply(plan));
    } catch (RuntimeException | Error failure) {
      Closing.after(failure, plan);
      throw failure;
    }
    return plan;
  }

  /**
   * Why the device is not worth using beside the CPU backend, in one line, or empty; see {@link
   * FixedStep}. Found out once for a device and driver, and only where the answer can be kept, so
   * that the same device is taken every time.
   *
   * @param cpu opens the CPU backend
   */
  public Optional<String> tooSlow(Supplier<Backend> cpu) {
    return kernels.flatMap(
        it ->
            it.tooSlow(
                program ->
                    record(
                        sink -> new CheckedOps(this, new OpenClOps(this, parameters, sink)),
                        program,
                        Set.of()),
                cpu));
  }

  /** For a launch of a verified kernel that is not made again. */
  private void submitOnce(Launch launch) {
    kernels.ifPresent(it -> it.require(launch));
    device.launchOnce(launch);
  }

  @Override
  public Backend.Marker mark() {
    requireOpen();
    return handedOut.marker();
  }

  @Override
  public void synchronize() {
    requireOpen();
    device.finish();
  }

  /** Waits, then releases all that is still open; where a kernel hangs, neither. */
  @Override
  public void close() {
    if (open) {
      open = false;
      if (kernels.isPresent() && kernels.get().hangs()) {
        return;
      }
      kernels.ifPresent(KernelVerification::close);
      List<AutoCloseable> owned = new ArrayList<>();
      owned.add(device.queue()::finish);
      owned.add(later);
      owned.addAll(handedOut.open());
      owned.addAll(List.of(immediate, device));
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
