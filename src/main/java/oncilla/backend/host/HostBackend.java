package oncilla.backend.host;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.DeviceInfo;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;

/**
 * A backend that computes in the caller's thread, without its operations: arenas, transfers, plans
 * and their lifetime. Every call is done when it returns, so markers and {@link #synchronize} have
 * nothing to wait for.
 */
public abstract class HostBackend implements Backend {
  private final String name;
  private final DeviceInfo device;
  private final Precision precision;
  private final HostMemory memory;
  private final HostQueue queue = new HostQueue();
  private final List<Arena> arenas = new ArrayList<>();

  /**
   * A backend without arenas.
   *
   * @param name what {@link #name} answers
   * @param device what {@link #device} answers
   * @param precision the format of real numbers
   * @param memory where tensors lie
   */
  protected HostBackend(String name, DeviceInfo device, Precision precision, HostMemory memory) {
    this.name = name;
    this.device = device;
    this.precision = precision;
    this.memory = memory;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final DeviceInfo device() {
    return device;
  }

  @Override
  public final Precision precision() {
    return precision;
  }

  @Override
  public final Arena newArena() {
    queue.requireOpen();
    Arena arena = new HostArena(this, memory);
    arenas.add(arena);
    return arena;
  }

  @Override
  public final void upload(double[] from, Tensor to) {
    transfer("upload", to, ElementType.REAL, from.length).write(from);
  }

  @Override
  public final void upload(byte[] from, Tensor to) {
    transfer("upload", to, ElementType.U8, from.length).write(from);
  }

  @Override
  public final void upload(int[] from, Tensor to) {
    transfer("upload", to, ElementType.I32, from.length).write(from);
  }

  @Override
  public final void upload(long[] from, Tensor to) {
    transfer("upload", to, ElementType.I64, from.length).write(from);
  }

  @Override
  public Backend.Staging stage(List<Tensor> slots) {
    return new CopiedStaging(this, slots);
  }

  @Override
  public final void download(Tensor from, double[] to) {
    transfer("download", from, ElementType.REAL, to.length).read(to);
  }

  @Override
  public final void download(Tensor from, byte[] to) {
    transfer("download", from, ElementType.U8, to.length).read(to);
  }

  @Override
  public final void download(Tensor from, int[] to) {
    transfer("download", from, ElementType.I32, to.length).read(to);
  }

  @Override
  public final void download(Tensor from, long[] to) {
    transfer("download", from, ElementType.I64, to.length).read(to);
  }

  @Override
  public final Plan record(Consumer<Ops> program) {
    return queue.record(() -> program.accept(ops()));
  }

  @Override
  public final Backend.Marker mark() {
    return queue.mark();
  }

  @Override
  public final void synchronize() {
    queue.requireOpen();
  }

  @Override
  public final void close() {
    queue.close();
    List.copyOf(arenas).forEach(Arena::close);
  }

  /**
   * Runs an operation now, or keeps it for the plan that is being recorded.
   *
   * @param operation checks, whenever it runs, that its tensors' arenas are still open
   * @throws IllegalStateException if the backend is closed
   */
  public final void submit(Runnable operation) {
    queue.submit(operation);
  }

  /** Drops an arena that has been closed. */
  void forget(Arena arena) {
    arenas.remove(arena);
  }

  /**
   * The tensor of this backend that is copied now from or to {@code length} elements of an array.
   */
  private HostTensor transfer(String what, Tensor tensor, ElementType type, int length) {
    queue.requireImmediate(what);
    if (tensor.owner() != this) {
      throw new IllegalArgumentException(
          what + ": the tensor belongs to another backend (" + tensor.owner().name() + ")");
    }
    if (tensor.type() != type || tensor.shape().size() != length) {
      throw new IllegalArgumentException(
          "%s: the tensor holds %s %s, the array %d %s"
              .formatted(what, tensor.shape(), tensor.type(), length, type));
    }
    HostTensor own = (HostTensor) tensor;
    own.requireOpen();
    return own;
  }
}
