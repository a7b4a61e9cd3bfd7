package oncilla.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.TensorBlock;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.base.Closing;
import oncilla.cl.ClBuffer;

/** Device buffers that are released together. */
public final class OpenClArena implements Arena {
  private final Backend owner;
  private final LongFunction<ClBuffer> newBuffer;
  private final Consumer<OpenClArena> whenClosed;
  private final long largest;
  private final List<ClBuffer> buffers = new ArrayList<>();
  private boolean open = true;

  /**
   * An empty arena.
   *
   * @param owner whose memory this is
   * @param newBuffer makes a buffer of so many bytes, with what new memory is to hold
   * @param largest bytes that the device can allocate in one piece
   * @param whenClosed told once, before the buffers are released
   */
  public OpenClArena(
      Backend owner,
      LongFunction<ClBuffer> newBuffer,
      long largest,
      Consumer<OpenClArena> whenClosed) {
    this.owner = owner;
    this.newBuffer = newBuffer;
    this.largest = largest;
    this.whenClosed = whenClosed;
  }

  /** An arena whose tensors have no memory, for launches that are looked at and never made. */
  public static OpenClArena unbacked(Backend owner) {
    return new OpenClArena(owner, UnbackedBuffer::new, Long.MAX_VALUE, closed -> {});
  }

  Backend owner() {
    return owner;
  }

  /**
   * Checks that the memory is still there.
   *
   * @throws IllegalStateException if this arena is closed
   */
  public void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the tensor's arena is closed");
    }
  }

  @Override
  public OpenClTensor allocate(ElementType type, Shape shape) {
    return new OpenClTensor(this, type, shape, newBuffer(type, shape.size()), 0);
  }

  @Override
  public TensorBlock allocateBlock(ElementType type, BlockLayout layout) {
    ClBuffer buffer = newBuffer(type, layout.size());
    return new TensorBlock(
        layout, (shape, offset) -> new OpenClTensor(this, type, shape, buffer, offset));
  }

  private ClBuffer newBuffer(ElementType type, long elements) {
    requireOpen();
    long bytes = Math.multiplyExact(elements, type.bytes(owner.precision()));
    if (bytes > largest) {
      throw new BackendException(
          "a buffer of " + bytes + " bytes exceeds the device's largest allocation of " + largest);
    }
    ClBuffer buffer = newBuffer.apply(bytes);
    buffers.add(buffer);
    return buffer;
  }

  @Override
  public Arena inside() {
    return owner.newArena();
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      whenClosed.accept(this);
      DeviceCalls.run(() -> Closing.all(buffers));
    }
  }
}
