package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Backend;
import org.junit.jupiter.api.Test;

/** The limit on submitted work, on a simulated device with a simulated clock. */
class InFlightLimitTest {
  /** Steps take the same time each and run one behind the other; submitting costs little. */
  private static final class Device {
    private final long stepNanos;
    private long now;
    private long idleFrom;
    private long worst;
    private final List<Point> points = new ArrayList<>();

    Device(long stepNanos) {
      this.stepNanos = stepNanos;
    }

    void submitStep() {
      now += 100;
      idleFrom = Math.max(idleFrom, now) + stepNanos;
      worst = Math.max(worst, idleFrom - now);
    }

    Backend.Marker mark() {
      Point point = new Point(idleFrom);
      points.add(point);
      return point;
    }

    private final class Point implements Backend.Marker {
      private final long done;
      private int closed;

      Point(long done) {
        this.done = done;
      }

      @Override
      public void await() {
        now = Math.max(now, done);
      }

      @Override
      public void close() {
        closed++;
      }
    }
  }

  @Test
  void smallStepsShareMarkersAndTheLimitHolds() {
    Device device = new Device(1_000_000);
    run(device, 2_000);
    assertTrue(device.worst <= 1.1 * InFlightLimit.LIMIT_NANOS, "worst " + device.worst);
    assertTrue(device.points.size() < 2_000 / 20, "markers " + device.points.size());
  }

  @Test
  void tinyStepsStayBusyToo() {
    Device device = new Device(10_000);
    InFlightLimit inFlight = run(device, 100_000);
    assertEquals(2_500, inFlight.stepsPerInterval(), 25);
    assertTrue(device.worst <= 1.1 * InFlightLimit.LIMIT_NANOS, "worst " + device.worst);
    assertTrue(device.points.size() < 80, "markers " + device.points.size());
  }

  @Test
  void largeStepsHaveAMarkerEach() {
    Device device = new Device(80_000_000);
    run(device, 50);
    assertEquals(50, device.points.size());
    assertTrue(device.worst <= 2 * 80_000_000, "worst " + device.worst);
  }

  @Test
  void everyMarkerIsClosedOnce() {
    Device device = new Device(3_000_000);
    InFlightLimit inFlight = new InFlightLimit(device::mark, () -> device.now);
    for (int step = 0; step < 500; step++) {
      device.submitStep();
      if (step % 100 == 50) {
        inFlight.drained();
      } else {
        inFlight.submitted();
      }
    }
    inFlight.close();
    assertTrue(device.points.size() > 10);
    for (Device.Point point : device.points) {
      assertEquals(1, point.closed);
    }
  }

  private static InFlightLimit run(Device device, int steps) {
    try (InFlightLimit inFlight = new InFlightLimit(device::mark, () -> device.now)) {
      for (int step = 0; step < steps; step++) {
        device.submitStep();
        inFlight.submitted();
      }
      return inFlight;
    }
  }
}
