package oncilla.bench;

/**
 * What the way of the data into a step costs on one target.
 *
 * @param target name of the target
 * @param precision label of its precision
 * @param net network and batch
 * @param examples of the training set that batches are gathered from
 * @param step seconds of the bare step
 * @param pipeline seconds of the step with gather and shuffle
 * @param gather seconds of gather and shuffle alone
 * @param share examples a second of the step with gather and shuffle, over those of the bare step
 * @param streamed seconds of the step whose set is streamed
 * @param streamedShare examples a second of that, over those of the bare step
 */
public record PipelineResult(
    String target,
    String precision,
    StepNet net,
    int examples,
    Statistics step,
    Statistics pipeline,
    Statistics gather,
    Statistics share,
    Statistics streamed,
    Statistics streamedShare) {
  /** Examples a second where a batch takes so long. */
  public double examplesPerSecond(Statistics time) {
    return net.batch() / time.median();
  }
}
