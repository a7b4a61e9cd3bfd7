package oncilla.bench;

import java.util.List;
import java.util.OptionalDouble;
import oncilla.backend.Backend;

/**
 * An open backend to measure.
 *
 * @param name what it is called in tables
 * @param backend stays open
 * @param peakFlops operations per second that its device was seen to do at most in the backend's
 *     precision, where the backend can tell
 */
public record BenchTarget(String name, Backend backend, OptionalDouble peakFlops) {
  /** Measures the peak. */
  public static BenchTarget of(String name, Backend backend) {
    return new BenchTarget(name, backend, backend.measurePeakFlops());
  }

  /**
   * The target that this one is compared with: the first with its precision, because a ratio of
   * fp64 to fp32 says nothing about the code.
   */
  int baseline(List<BenchTarget> targets) {
    for (int i = 0; i < targets.size(); i++) {
      if (targets.get(i).backend().precision() == backend.precision()) {
        return i;
      }
    }
    throw new IllegalArgumentException(name + " is not one of the targets");
  }
}
