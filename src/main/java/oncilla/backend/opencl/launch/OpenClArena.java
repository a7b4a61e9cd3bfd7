package oncilla.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.BackendException;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.TensorBlock;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.base.Closing;
import oncilla.cl.ClBuffer;

/** Device buffers that are released together. */
public final class OpenClArena implements Arena {
  private final OpenClBackend backend;
  private final List<ClBuffer> buffers = new ArrayList<>();
  private boolean open = true;

  public OpenClArena(OpenClBackend backend) {
    this.backend = backend;
  }

  OpenClBackend backend() {
    return backend;
  }

  public void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the tensor's arena is closed");
    }
  }

  @Override
  public OpenClTensor allocate(ElementType type, Shape shape) {
    return new OpenClTensor(this, type, shape, zeroed(type, shape.size()), 0);
  }

  @Override
  public TensorBlock allocateBlock(ElementType type, BlockLayout layout) {
    ClBuffer buffer = zeroed(type, layout.size());
    return new TensorBlock(
        layout, (shape, offset) -> new OpenClTensor(this, type, shape, buffer, offset));
  }

  private ClBuffer zeroed(ElementType type, long elements) {
    requireOpen();
    long bytes = Math.multiplyExact(elements, type.bytes(backend.precision()));
    long largest = backend.device().largestAllocationBytes();
    if (bytes > largest) {
      throw new BackendException(
          "a buffer of " + bytes + " bytes exceeds the device's largest allocation of " + largest);
    }
    ClBuffer buffer = DeviceCalls.get(() -> backend.context().createBuffer(bytes));
    buffers.add(buffer);
    if (backend.zeroesNewMemory()) {
      DeviceCalls.run(() -> backend.queue().fillZero(buffer, 0, bytes));
    }
    return buffer;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      backend.forget(this);
      DeviceCalls.run(() -> Closing.all(buffers));
    }
  }
}
