package oncilla.bench;

import java.util.List;

/**
 * What an operation costs one target that has nothing to do.
 *
 * @param target its name
 * @param backToBack seconds of an operation among many that are submitted in a row
 * @param submit the part of it until it was submitted
 * @param waited seconds of an operation that is submitted and waited for alone
 * @param steps operations or launches of training steps
 */
public record LaunchResult(
    String target, Statistics backToBack, Statistics submit, Statistics waited, List<Step> steps) {
  /**
   * The length of a training step.
   *
   * @param net network and batch
   * @param launches operations or launches
   */
  public record Step(StepNet net, int launches) {}
}
