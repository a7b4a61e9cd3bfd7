package oncilla.backend.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;

/** Staging for a backend whose copies are done when they have been submitted. */
final class CopiedStaging implements Backend.Staging {
  private final Backend backend;
  private final List<Tensor> tensors;
  private final List<ByteBuffer> host;

  CopiedStaging(Backend backend, List<Tensor> tensors) {
    this.backend = backend;
    this.tensors = List.copyOf(tensors);
    host = tensors.stream().map(tensor -> memory(backend, tensor)).toList();
  }

  private static ByteBuffer memory(Backend backend, Tensor tensor) {
    long bytes = tensor.shape().size() * tensor.type().bytes(backend.precision());
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
  }

  @Override
  public int slots() {
    return tensors.size();
  }

  @Override
  public ByteBuffer host(int slot) {
    return host.get(slot);
  }

  @Override
  public void awaitSent(int slot) {
    // Nothing is ever under way.
  }

  @Override
  public void send(int slot) {
    Tensor tensor = tensors.get(slot);
    ByteBuffer from = host.get(slot);
    if (tensor.type() == ElementType.U8) {
      backend.upload(from.array(), tensor);
      return;
    }
    double[] values = new double[Math.toIntExact(tensor.shape().size())];
    boolean doubles = backend.precision() == Precision.FP64;
    for (int i = 0; i < values.length; i++) {
      values[i] = doubles ? from.getDouble(i * Double.BYTES) : from.getFloat(i * Float.BYTES);
    }
    backend.upload(values, tensor);
  }

  @Override
  public void begin(int slot) {
    // The copy is done.
  }

  @Override
  public void end(int slot) {
    // So is all that read it.
  }

  @Override
  public void close() {
    // The garbage collector does that.
  }
}
