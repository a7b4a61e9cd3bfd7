package oncilla.bench;

import java.util.List;

/**
 * How the time of a training step grows on one target.
 *
 * @param target name of the target
 * @param points sizes that were measured
 * @param skipped sizes that were not measured, and why
 */
public record ScalingResult(String target, List<ScalingPoint> points, List<Skipped> skipped) {
  /**
   * A size that was not measured.
   *
   * @param extent what grows
   * @param size the size
   * @param reason why, one line
   */
  public record Skipped(ScalingSweep.Extent extent, int size, String reason) {}

  /** Copies the lists. */
  public ScalingResult {
    points = List.copyOf(points);
    skipped = List.copyOf(skipped);
  }
}
