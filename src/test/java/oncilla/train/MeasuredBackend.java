package oncilla.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.DeviceInfo;
import oncilla.backend.ElementType;
import oncilla.backend.Marker;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;

/** A backend whose allocations are written down; everything is done by the other backend. */
final class MeasuredBackend implements Backend {
  private final Backend to;
  private long held;
  private long most;
  private long largest;

  MeasuredBackend(Backend to) {
    this.to = to;
  }

  /** The most bytes that the tensors of all open arenas had. */
  long mostBytes() {
    return most;
  }

  /** Bytes of the largest allocation. */
  long largestAllocationBytes() {
    return largest;
  }

  /** Bytes that are allocated now. */
  long heldBytes() {
    return held;
  }

  private final class MeasuredArena implements Arena {
    private final Arena arena = to.newArena();
    private final List<Long> allocations = new ArrayList<>();

    private void add(ElementType type, long elements) {
      long bytes =
          elements * (type == ElementType.REAL ? to.bytesPerReal() : type.bytes(precision()));
      allocations.add(bytes);
      held += bytes;
      most = Math.max(most, held);
      largest = Math.max(largest, bytes);
    }

    @Override
    public Tensor allocate(ElementType type, Shape shape) {
      add(type, shape.size());
      return arena.allocate(type, shape);
    }

    @Override
    public TensorBlock allocateBlock(ElementType type, BlockLayout layout) {
      add(type, layout.size());
      return arena.allocateBlock(type, layout);
    }

    @Override
    public Arena inside() {
      return newArena();
    }

    @Override
    public void close() {
      allocations.forEach(bytes -> held -= bytes);
      allocations.clear();
      arena.close();
    }
  }

  @Override
  public Arena newArena() {
    return new MeasuredArena();
  }

  @Override
  public String name() {
    return to.name();
  }

  @Override
  public DeviceInfo device() {
    return to.device();
  }

  @Override
  public Precision precision() {
    return to.precision();
  }

  @Override
  public int bytesPerReal() {
    return to.bytesPerReal();
  }

  @Override
  public long tensorBytes() {
    return to.tensorBytes();
  }

  @Override
  public void upload(double[] from, Tensor tensor) {
    to.upload(from, tensor);
  }

  @Override
  public void upload(byte[] from, Tensor tensor) {
    to.upload(from, tensor);
  }

  @Override
  public void upload(int[] from, Tensor tensor) {
    to.upload(from, tensor);
  }

  @Override
  public void upload(long[] from, Tensor tensor) {
    to.upload(from, tensor);
  }

  @Override
  public void download(Tensor tensor, double[] into) {
    to.download(tensor, into);
  }

  @Override
  public void download(Tensor tensor, byte[] into) {
    to.download(tensor, into);
  }

  @Override
  public void download(Tensor tensor, int[] into) {
    to.download(tensor, into);
  }

  @Override
  public void download(Tensor tensor, long[] into) {
    to.download(tensor, into);
  }

  @Override
  public Ops ops() {
    return to.ops();
  }

  @Override
  public Plan record(Consumer<Ops> program) {
    return to.record(program);
  }

  @Override
  public Plan record(Consumer<Ops> program, Set<Tensor> constants) {
    return to.record(program, constants);
  }

  @Override
  public Marker mark() {
    return to.mark();
  }

  @Override
  public void synchronize() {
    to.synchronize();
  }

  @Override
  public void close() {
    to.close();
  }
}
