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
import oncilla.backend.host.HostQueue;
import oncilla.backend.provider.BackendRequest;

/**
 * Computes on the cores of this machine, in memory outside the Java heap. Every call is done when
 * it returns, so markers and {@link #synchronize} have nothing to wait for.
 */
public final class CpuBackend implements Backend {
  private final DeviceInfo device;
  private final Precision precision;
  private final CpuOps ops;
  private final HostQueue queue;
  private final List<Arena> arenas = new ArrayList<>();

  /** A backend; OpenBLAS has been loaded. */
  CpuBackend(DeviceInfo device, Precision precision) {
    this.device = device;
    this.precision = precision;
    queue = new HostQueue(this);
    ops = new CpuOps(this);
  }

  /**
   * Opens what {@code --backend cpu} opens: this backend, or EJML's in its name where OpenBLAS does
   * not load.
   */
  public static Backend open(Precision precision) {
    return new CpuBackendProvider().open(BackendRequest.defaults().withPrecision(precision));
  }

  @Override
  public String name() {
    return CpuBackendProvider.NAME;
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
    queue.requireOpen();
    Arena arena = new CpuArena(this);
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
    CpuTensor tensor = transfer("upload", to, ElementType.U8, from.length);
    for (int i = 0; i < from.length; i++) {
      tensor.u8(i, from[i]);
    }
  }

  @Override
  public void upload(int[] from, Tensor to) {
    CpuTensor tensor = transfer("upload", to, ElementType.I32, from.length);
    for (int i = 0; i < from.length; i++) {
      tensor.i32(i, from[i]);
    }
  }

  @Override
  public void upload(long[] from, Tensor to) {
    CpuTensor tensor = transfer("upload", to, ElementType.I64, from.length);
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
    CpuTensor tensor = transfer("download", from, ElementType.U8, to.length);
    for (int i = 0; i < to.length; i++) {
      to[i] = tensor.u8(i);
    }
  }

  @Override
  public void download(Tensor from, int[] to) {
    CpuTensor tensor = transfer("download", from, ElementType.I32, to.length);
    for (int i = 0; i < to.length; i++) {
      to[i] = tensor.i32(i);
    }
  }

  @Override
  public void download(Tensor from, long[] to) {
    CpuTensor tensor = transfer("download", from, ElementType.I64, to.length);
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
    return queue.record(() -> program.accept(ops));
  }

  @Override
  public Marker mark() {
    return queue.mark();
  }

  @Override
  public void synchronize() {
    queue.requireOpen();
  }

  @Override
  public void close() {
    queue.close();
    List.copyOf(arenas).forEach(Arena::close);
  }

  /** An arena has been closed. */
  void forget(Arena arena) {
    arenas.remove(arena);
  }

  /** Runs an operation now, or keeps it for the plan that is being recorded. */
  void submit(Runnable operation) {
    queue.submit(operation);
  }

  private CpuTensor transfer(String what, Tensor tensor, ElementType type, int length) {
    queue.requireTransfer(what, tensor, type, length);
    return ((CpuTensor) tensor).open();
  }
}
