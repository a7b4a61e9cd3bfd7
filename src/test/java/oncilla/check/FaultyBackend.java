package oncilla.check;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Marker;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;

/**
 * A backend with a defect in its operations; everything else is the backend's. Closing it closes
 * nothing.
 *
 * @param to the backend
 * @param defect makes wrong operations of right ones, once for each plan
 */
public record FaultyBackend(Backend to, UnaryOperator<Ops> defect) implements Backend {
  @Override
  public Plan record(Consumer<Ops> program) {
    return record(program, Set.of());
  }

  @Override
  public Plan record(Consumer<Ops> program, Set<Tensor> constants) {
    return to.record(ops -> program.accept(defect.apply(ops)), constants);
  }

  @Override
  public long tensorBytes() {
    return to.tensorBytes();
  }

  @Override
  public Ops ops() {
    return to.ops();
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
  public MatmulPrecision matmulPrecision() {
    return to.matmulPrecision();
  }

  @Override
  public int bytesPerReal() {
    return to.bytesPerReal();
  }

  @Override
  public Arena newArena() {
    return to.newArena();
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
  public void download(Tensor from, double[] values) {
    to.download(from, values);
  }

  @Override
  public void download(Tensor from, byte[] values) {
    to.download(from, values);
  }

  @Override
  public void download(Tensor from, int[] values) {
    to.download(from, values);
  }

  @Override
  public void download(Tensor from, long[] values) {
    to.download(from, values);
  }

  @Override
  public void copy(Tensor from, Tensor tensor) {
    to.copy(from, tensor);
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
    // The owner of the real backend closes it.
  }
}
