package oncilla.backend.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import oncilla.backend.Backend;
import oncilla.backend.Tensor;

/** The tensors themselves, which lie in memory of the host: nothing is copied. */
record CpuStaging(List<ByteBuffer> memory) implements Backend.Staging {
  /** Of tensors in one window each. */
  static CpuStaging of(List<Tensor> tensors) {
    return new CpuStaging(
        tensors.stream()
            .map(
                tensor -> CpuTensor.own(tensor).bytes(0).duplicate().order(ByteOrder.nativeOrder()))
            .toList());
  }

  @Override
  public int slots() {
    return memory.size();
  }

  @Override
  public ByteBuffer host(int slot) {
    return memory.get(slot);
  }

  @Override
  public void awaitSent(int slot) {
    // What is there is there.
  }

  @Override
  public void send(int slot) {
    // It is where it belongs.
  }

  @Override
  public void begin(int slot) {
    // Likewise.
  }

  @Override
  public void end(int slot) {
    // What was submitted is done.
  }

  @Override
  public void close() {
    // The memory is the arena's.
  }
}
