package oncilla.train;

/** Watches a training run; everything that is not the arithmetic of training is one of these. */
public interface TrainingListener {
  /**
   * What listeners are told of a run at its start.
   *
   * @param iterations updates in all
   * @param logEvery distance between costs
   */
  record TrainingRun(long iterations, long logEvery) {}

  /**
   * How well the parameters do at a logged iteration, before its update and without dropout.
   *
   * @param trainAccuracy on the training set
   * @param testCost J on the test set, with the L2 term
   * @param testAccuracy on the test set
   */
  record CurvePoint(double trainAccuracy, double testCost, double testAccuracy) {}

  /**
   * How well the parameters do on the validation set, without dropout.
   *
   * @param iteration updates made: the parameters are those that the update of this iteration, from
   *     0, starts from
   * @param epochs whole passes over the training set made
   * @param dataCost the mean cross-entropy
   * @param accuracy the share that is right
   * @param isLowest whether the cost is lower than at every validation before
   */
  record ValidationPoint(
      long iteration, long epochs, double dataCost, double accuracy, boolean isLowest) {}

  /** Before the first step. */
  default void started(TrainingRun run) {}

  /**
   * A cost was read back.
   *
   * @param iteration the iteration, from 0; the costs are those before its update
   * @param cost J, with the L2 term
   * @param dataCost the cross-entropy alone
   */
  default void cost(long iteration, double cost, double dataCost) {}

  /**
   * The norm of a gradient, where gradients are clipped: told just before the cost of the same
   * iteration.
   *
   * @param iteration the iteration, from 0
   * @param norm ‖g‖ of the whole gradient with its L2 term, before it is clipped
   */
  default void gradientNorm(long iteration, double norm) {}

  /**
   * The learning curves were measured, where a test set is given: told just before the cost of the
   * same iteration.
   */
  default void curves(long iteration, CurvePoint point) {}

  /**
   * The parameters were validated, where there is a validation set: with all examples in one batch
   * at each iteration whose cost is read, just after that cost is told, otherwise after each epoch;
   * and after the last update.
   */
  default void validated(ValidationPoint point) {}

  /** {@code iterations} updates have been submitted; called often. */
  default void progress(long iterations) {}

  /**
   * The run stops early, after {@code iterations} updates: its validations gave no lower cost any
   * more, or it was interrupted.
   */
  default void stopped(long iterations) {}

  /** After the last update. */
  default void finished(double seconds) {}
}
