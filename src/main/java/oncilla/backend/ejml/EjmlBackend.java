package oncilla.backend.ejml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.CheckedOps;
import oncilla.backend.DeviceInfo;
import oncilla.backend.ElementType;
import oncilla.backend.Marker;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.host.HostCpu;
import oncilla.backend.host.HostQueue;

/**
 * Computes on the calling thread, in Java arrays, with EJML. Every call is done when it returns, so
 * markers and {@link #synchronize} have nothing to wait for.
 */
public final class EjmlBackend implements Backend {
  private final String name;
  private final DeviceInfo device;
  private final Precision precision;
  private final Ops ops;
  private final HostQueue queue;
  private final List<Arena> arenas = new ArrayList<>();

  /**
   * A backend over EJML with these products.
   *
   * @param name what {@link #name} answers
   * @param device what {@link #device} answers
   * @param precision fp64, or fp32 by rounding every result
   * @param matmul forms the matrix products
   */
  public EjmlBackend(String name, DeviceInfo device, Precision precision, Matmul matmul) {
    this.name = name;
    this.device = device;
    this.precision = precision;
    queue = new HostQueue(this);
    ops = new CheckedOps(this, new EjmlOps(this, matmul));
  }

  /** The reference: named {@code ejml}, with EJML's single-threaded products. */
  public static EjmlBackend reference(Precision precision) {
    return new EjmlBackend(EjmlProvider.NAME, HostCpu.device(), precision, new EjmlMatmul());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DeviceInfo device() {
    return device;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  /** Eight: real numbers are kept in double whatever the precision is. */
  @Override
  public int bytesPerReal() {
    return Double.BYTES;
  }

  @Override
  public Arena newArena() {
    queue.requireOpen();
    Arena arena = new EjmlArena(this);
    arenas.add(arena);
    return arena;
  }

  @Override
  public void upload(double[] from, Tensor to) {
    EjmlTensor tensor = transfer("upload", to, ElementType.REAL, from.length);
    Matrix matrix = tensor.matrix();
    System.arraycopy(from, 0, matrix.values(), matrix.offset(), from.length);
    tensor.round(precision);
  }

  @Override
  public void upload(byte[] from, Tensor to) {
    EjmlTensor tensor = transfer("upload", to, ElementType.U8, from.length);
    System.arraycopy(from, 0, tensor.bytes(), tensor.offset(), from.length);
  }

  @Override
  public void upload(int[] from, Tensor to) {
    EjmlTensor tensor = transfer("upload", to, ElementType.I32, from.length);
    System.arraycopy(from, 0, tensor.ints(), tensor.offset(), from.length);
  }

  @Override
  public void upload(long[] from, Tensor to) {
    EjmlTensor tensor = transfer("upload", to, ElementType.I64, from.length);
    System.arraycopy(from, 0, tensor.longs(), tensor.offset(), from.length);
  }

  @Override
  public void download(Tensor from, double[] to) {
    Matrix matrix = transfer("download", from, ElementType.REAL, to.length).matrix();
    System.arraycopy(matrix.values(), matrix.offset(), to, 0, to.length);
  }

  @Override
  public void download(Tensor from, byte[] to) {
    EjmlTensor tensor = transfer("download", from, ElementType.U8, to.length);
    System.arraycopy(tensor.bytes(), tensor.offset(), to, 0, to.length);
  }

  @Override
  public void download(Tensor from, int[] to) {
    EjmlTensor tensor = transfer("download", from, ElementType.I32, to.length);
    System.arraycopy(tensor.ints(), tensor.offset(), to, 0, to.length);
  }

  @Override
  public void download(Tensor from, long[] to) {
    EjmlTensor tensor = transfer("download", from, ElementType.I64, to.length);
    System.arraycopy(tensor.longs(), tensor.offset(), to, 0, to.length);
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

  private EjmlTensor transfer(String what, Tensor tensor, ElementType type, int length) {
    queue.requireTransfer(what, tensor, type, length);
    return (EjmlTensor) tensor;
  }
}
