package oncilla.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import oncilla.backend.Arena;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.FakeEnqueue;
import oncilla.cl.fake.TestDevices;

/** An open backend on a fake device, an arena of it, and what was enqueued. */
public final class FakeBench implements AutoCloseable {
  /** A device and the parameters to use on it. */
  public record Target(ClDevice device, Precision precision, KernelParameters parameters) {
    /** With the parameters that the device gets by default. */
    public static Target of(ClDevice device, Precision precision) {
      return new Target(device, precision, KernelParameters.forDevice(device, precision));
    }

    @Override
    public String toString() {
      return device.name() + " " + precision.label() + " " + parameters;
    }
  }

  private final FakeDriver driver;
  private final OpenClBackend backend;
  private final Arena arena;
  private final KernelParameters parameters;

  public FakeBench(Target target) {
    driver = new FakeDriver(target.device());
    parameters = target.parameters();
    backend = new OpenClBackend(driver, target.device(), target.precision(), parameters);
    arena = backend.newArena();
  }

  /** A device of each kind with its own parameters, and all other parameters that tests force. */
  public static List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      ClDevice cpu = TestDevices.cpu(0);
      for (OpenClConfiguration.Variant variant : OpenClConfiguration.Variant.values()) {
        targets.add(new Target(cpu, precision, variant.parameters(cpu, precision)));
      }
      targets.add(Target.of(TestDevices.gpu(0), precision));
    }
    return targets;
  }

  public FakeDriver driver() {
    return driver;
  }

  public OpenClBackend backend() {
    return backend;
  }

  public Arena arena() {
    return arena;
  }

  public KernelParameters parameters() {
    return parameters;
  }

  public Tensor real(long rows, long columns) {
    return arena.allocate(ElementType.REAL, Shape.of(rows, columns));
  }

  public Tensor bytes(Shape shape) {
    return arena.allocate(ElementType.U8, shape);
  }

  public StepState state() {
    return StepState.allocate(arena, 0.1);
  }

  /** What an operation enqueues. */
  public List<FakeEnqueue> launches(Consumer<Ops> operation) {
    int before = driver.enqueues().size();
    operation.accept(backend.ops());
    return driver.enqueues().subList(before, driver.enqueues().size());
  }

  /** The one thing that an operation enqueues. */
  public FakeEnqueue launch(Consumer<Ops> operation) {
    List<FakeEnqueue> launches = launches(operation);
    assertEquals(1, launches.size());
    return launches.get(0);
  }

  /** The size of a buffer as it was created. */
  public long bufferBytes(Object name) {
    return driver.calls("clCreateBuffer").stream()
        .filter(call -> call.object().equals(name))
        .mapToLong(call -> Long.parseLong(call.detail().replace(" bytes", "")))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    backend.close();
  }
}
