package oncilla.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.DeviceInfo;
import oncilla.backend.ElementType;
import oncilla.backend.Marker;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;

/**
 * Computes on the cores of this machine, in memory outside the Java heap. Every call is done when
 * it returns, so markers and {@link #synchronize} have nothing to wait for.
 */
final class NativeBackend implements Backend {
  private final DeviceInfo device;
  private final Precision precision;
  private final NativeOps ops;
  private final List<Arena> arenas = new ArrayList<>();
  private List<Runnable> recording;
  private boolean open = true;

  /** A backend; OpenBLAS has been loaded. */
  NativeBackend(DeviceInfo device, Precision precision) {
    this.device = device;
    this.precision = precision;
    ops = new NativeOps(this);
  }

  @Override
  public String name() {
    return CpuBackend.NAME;
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
  public Arena newArena() {
    requireOpen();
    Arena arena = new NativeArena(this);
    arenas.add(arena);
    return arena;
  }

  @Override
  public void upload(double[] from, Tensor to) {
    Reals numbers = transfer("upload", to, ElementType.REAL, from.length).reals();
    for (int i = 0; i < from.length; i++) {
      numbers.set(i, from[i]);
    }
  }

  @Override
  public void upload(byte[] from, Tensor to) {
    NativeTensor tensor = transfer("upload", to, ElementType.U8, from.length);
    for (int i = 0; i < from.length; i++) {
      tensor.u8(i, from[i]);
    }
  }

  @Override
  public void upload(int[] from, Tensor to) {
    NativeTensor tensor = transfer("upload", to, ElementType.I32, from.length);
    for (int i = 0; i < from.length; i++) {
      tensor.i32(i, from[i]);
    }
  }

  @Override
  public void upload(long[] from, Tensor to) {
    NativeTensor tensor = transfer("upload", to, ElementType.I64, from.length);
    for (int i = 0; i < from.length; i++) {
      tensor.i64(i, from[i]);
    }
  }

  @Override
  public void download(Tensor from, double[] to) {
    Reals numbers = transfer("download", from, ElementType.REAL, to.length).reals();
    for (int i = 0; i < to.length; i++) {
      to[i] = numbers.get(i);
    }
  }

  @Override
  public void download(Tensor from, byte[] to) {
    NativeTensor tensor = transfer("download", from, ElementType.U8, to.length);
    for (int i = 0; i < to.length; i++) {
      to[i] = tensor.u8(i);
    }
  }

  @Override
  public void download(Tensor from, int[] to) {
    NativeTensor tensor = transfer("download", from, ElementType.I32, to.length);
    for (int i = 0; i < to.length; i++) {
      to[i] = tensor.i32(i);
    }
  }

  @Override
  public void download(Tensor from, long[] to) {
    NativeTensor tensor = transfer("download", from, ElementType.I64, to.length);
    for (int i = 0; i < to.length; i++) {
      to[i] = tensor.i64(i);
    }
  }

  @Override
  public Ops ops() {
    return ops;
  }

  @Override
  public Plan record(Consumer<Ops> program) {
    requireOpen();
    if (recording != null) {
      throw new IllegalStateException("a plan is being recorded already");
    }
    recording = new ArrayList<>();
    try {
      program.accept(ops);
      return new NativePlan(recording);
    } finally {
      recording = null;
    }
  }

  @Override
  public Marker mark() {
    requireOpen();
    return Done.INSTANCE;
  }

  @Override
  public void synchronize() {
    requireOpen();
  }

  @Override
  public void close() {
    open = false;
    List.copyOf(arenas).forEach(Arena::close);
  }

  /** An arena has been closed. */
  void forget(Arena arena) {
    arenas.remove(arena);
  }

  /** Runs an operation now, or keeps it for the plan that is being recorded. */
  void submit(Runnable operation) {
    requireOpen();
    if (recording != null) {
      recording.add(operation);
    } else {
      operation.run();
    }
  }

  private NativeTensor transfer(String what, Tensor tensor, ElementType type, int length) {
    requireOpen();
    if (recording != null) {
      throw new IllegalStateException(what + " cannot be recorded");
    }
    if (tensor.owner() != this) {
      throw new IllegalArgumentException(
          what + ": the tensor belongs to another backend (" + tensor.owner().name() + ")");
    }
    if (tensor.type() != type || tensor.shape().size() != length) {
      throw new IllegalArgumentException(
          "%s: the tensor holds %s %s, the array %d %s"
              .formatted(what, tensor.shape(), tensor.type(), length, type));
    }
    return ((NativeTensor) tensor).open();
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the backend is closed");
    }
  }

  /** All work is done when it has been submitted. */
  private enum Done implements Marker {
    INSTANCE;

    @Override
    public void await() {
      // Nothing is ever under way.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
