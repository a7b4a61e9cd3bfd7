package oncilla.backend.opencl.tuning;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Plan;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.base.Closing;

/** A variant in a {@link ProductContest}, with a plan and a time for each extent. */
final class Entrant implements AutoCloseable {
  private final MatmulVariant variant;
  private final List<Plan> plans = new ArrayList<>();
  private final double[] seconds;

  /**
   * Without plans yet.
   *
   * @param extents how many there will be
   */
  Entrant(MatmulVariant variant, int extents) {
    this.variant = variant;
    this.seconds = new double[extents];
  }

  MatmulVariant variant() {
    return variant;
  }

  /** Takes the plan of the next extent, and closes it with the others. */
  void add(Plan plan) {
    plans.add(plan);
  }

  Plan plan(int extent) {
    return plans.get(extent);
  }

  /** Seconds of one run, as they were measured last; 0 before. */
  double seconds(int extent) {
    return seconds[extent];
  }

  void measured(int extent, double value) {
    seconds[extent] = value;
  }

  /** Takes the times that the same variant had before the device was opened anew. */
  void measuredAs(Entrant before) {
    System.arraycopy(before.seconds, 0, seconds, 0, seconds.length);
  }

  @Override
  public void close() {
    DeviceCalls.run(() -> Closing.all(plans));
  }
}
