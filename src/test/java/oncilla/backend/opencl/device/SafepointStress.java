package oncilla.backend.opencl.device;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.DoubleAdder;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.ElementType;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;

/**
 * Compiles kernels, and then lets several threads compute while the garbage collector stops them
 * again and again, each time by a memory fault. Run in a process of its own by {@link
 * FaultHandlerTest}.
 */
final class SafepointStress {
  private static final int ROUNDS = 8;
  private static final int THREADS = 4;
  private static final int COLLECTIONS = 60;

  private SafepointStress() {}

  /** Ends normally, or with a signal. */
  public static void main(String[] args) throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      compile(round);
      computeAndCollect();
    }
    System.out.println("done");
  }

  private static void compile(int round) {
    try (OpenClBackend backend =
            new OpenClConfiguration(
                    "lwjgl", Precision.FP32, OpenClConfiguration.Variant.DEVICE_DEFAULT)
                .open();
        Arena arena = backend.newArena()) {
      Tensor x = arena.allocate(ElementType.REAL, Shape.of(50, 50));
      Tensor y = arena.allocate(ElementType.REAL, Shape.of(50, 50));
      KernelParameters own = backend.parameters();
      // Another group size each time is another program, which no cache has.
      KernelParameters other =
          new KernelParameters(32 + 4 * round, 1, own.vectorWidth(), own.chunks(), own.matmul());
      try (Plan plan = backend.record(other, ops -> ops.activate(Activation.RELU, x, y))) {
        plan.run();
      }
      backend.ops(other).activate(Activation.SIGMOID, x, y);
    }
  }

  private static void computeAndCollect() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    DoubleAdder results = new DoubleAdder();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> results.add(sum(new double[100_000], stop)));
      thread.start();
      threads.add(thread);
    }
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static double sum(double[] values, AtomicBoolean stop) {
    double sum = 0;
    while (!stop.get()) {
      for (double value : values) {
        sum += value * 1.0001;
      }
    }
    return sum;
  }
}
