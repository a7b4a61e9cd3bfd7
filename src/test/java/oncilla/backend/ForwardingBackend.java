package oncilla.backend;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A backend that hands everything on to another; subclasses change a little of it. */
public class ForwardingBackend implements Backend {
  private final Backend to;

  /** Hands on to {@code to}. */
  public ForwardingBackend(Backend to) {
    this.to = to;
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
  public int rowUnit() {
    return to.rowUnit();
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
  public void uploadLater(int[] from, Tensor tensor) {
    to.uploadLater(from, tensor);
  }

  @Override
  public Staging stage(List<Tensor> slots) {
    return to.stage(slots);
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
  public Plan record(Consumer<Ops> program) {
    return to.record(program);
  }

  @Override
  public Plan record(Consumer<Ops> program, Set<Tensor> constants) {
    return to.record(program, constants);
  }

  @Override
  public void close() {
    to.close();
  }
}
