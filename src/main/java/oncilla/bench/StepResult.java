package oncilla.bench;

/**
 * How fast one target trains one network.
 *
 * @param target name of the target
 * @param precision label of its precision
 * @param net network and batch
 * @param time seconds of a step
 * @param hostShare time until a row of steps was submitted, over the time until they were done
 * @param launches operations or kernel launches of a step
 * @param cost the cost that step {@value StepBench#COST_STEPS} computed, to compare with another
 *     program
 * @param speedOverBaseline how many times as fast as the first target of the same precision
 */
public record StepResult(
    String target,
    String precision,
    StepNet net,
    Statistics time,
    Statistics hostShare,
    int launches,
    double cost,
    Statistics speedOverBaseline) {
  /** Examples a second. */
  public double examplesPerSecond() {
    return net.batch() / time.median();
  }

  /** Operations a second, counting matrix products only. */
  public double flopsPerSecond() {
    return net.flops() / time.median();
  }
}
