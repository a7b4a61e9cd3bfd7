package oncilla.bench;

import java.util.List;

/**
 * What an operation that computes next to nothing costs on one target.
 *
 * @param target name of the target
 * @param backToBack seconds for an operation among many that are submitted in a row
 * @param submit the part of those seconds until the operation was submitted
 * @param waited seconds for an operation that is submitted and waited for alone
 * @param steps lengths of training steps, and what the host takes of them
 */
public record LaunchResult(
    String target, Statistics backToBack, Statistics submit, Statistics waited, List<Step> steps) {
  /**
   * The length of a training step.
   *
   * @param net network and batch
   * @param launches number of operations or kernel launches
   * @param hostShare time until a row of steps was submitted, over the time until they were done
   */
  public record Step(StepNet net, int launches, Statistics hostShare) {}
}
