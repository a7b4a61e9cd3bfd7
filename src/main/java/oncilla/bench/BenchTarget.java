package oncilla.bench;

import java.util.List;
import java.util.OptionalDouble;
import oncilla.backend.Backend;

/**
 * An open backend whose speed is measured.
 *
 * @param name of the target in tables
 * @param backend stays open
 * @param peakFlops the most operations per second that the device was measured to do in the
 *     backend's precision, where the backend can measure that
 */
public record BenchTarget(String name, Backend backend, OptionalDouble peakFlops) {
  /** Makes a target and measures the peak of its device. */
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
