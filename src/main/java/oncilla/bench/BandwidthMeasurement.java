package oncilla.bench;

import java.util.OptionalDouble;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.LaunchTime;
import oncilla.backend.Plan;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;

/**
 * How many bytes per second a device moves when nothing else is asked of it: ReLU from one large
 * tensor into another, by the device's own clock. The best of a few counts, since anything that
 * disturbs one makes it slower.
 */
final class BandwidthMeasurement {
  /** Larger than the caches of today's devices. */
  private static final long BYTES = 256L << 20;

  /** Of the memory of a small device. */
  private static final long SHARE = 16;

  private static final int LAUNCHES = 10;

  private BandwidthMeasurement() {}

  private static long bytes(Backend backend, Shape shape) {
    return shape.size() * backend.precision().bytes();
  }

  /** Measures; empty where a backend has no launches to time. */
  static OptionalDouble of(Backend backend) {
    long bytes =
        Math.min(
            BYTES,
            Math.min(backend.tensorBytes() / SHARE, backend.device().largestAllocationBytes()));
    Shape shape = Shape.vector(Math.max(1, bytes / backend.precision().bytes()));
    try (Arena arena = backend.newArena()) {
      Tensor from = arena.allocate(ElementType.REAL, shape);
      Tensor to = arena.allocate(ElementType.REAL, shape);
      try (Plan copy = backend.record(ops -> ops.activate(Activation.RELU, from, to))) {
        if (copy.runTimed().isEmpty()) {
          return OptionalDouble.empty();
        }
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < LAUNCHES; i++) {
          LaunchTime time = copy.runTimed().orElseThrow().get(0);
          // A clock may stand still between two events; a rate needs a time.
          shortest = Math.min(shortest, Math.max(1, time.endNanos() - time.startNanos()));
        }
        return OptionalDouble.of(2e9 * bytes(backend, shape) / shortest);
      }
    }
  }
}
