package oncilla.backend.ejml;

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
 * Computes on the calling thread, in Java arrays, with EJML. Every call is done when it returns, so
 * markers and {@link #synchronize} have nothing to wait for.
 */
public final class EjmlBackend implements Backend {
  private final String name;
  private final DeviceInfo device;
  private final Precision precision;
  private final EjmlOps ops;
  private final List<Arena> arenas = new ArrayList<>();
  private List<Runnable> recording;
  private boolean open = true;

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
    ops = new EjmlOps(this, matmul);
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
    requireOpen();
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
    requireOpen();
    if (recording != null) {
      throw new IllegalStateException("a plan is being recorded already");
    }
    recording = new ArrayList<>();
    try {
      program.accept(ops);
      return new EjmlPlan(recording);
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

  private EjmlTensor transfer(String what, Tensor tensor, ElementType type, int length) {
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
    return (EjmlTensor) tensor;
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
