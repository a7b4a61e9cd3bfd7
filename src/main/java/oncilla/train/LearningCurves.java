package oncilla.train;

import oncilla.backend.Backend;
import oncilla.base.Closing;
import oncilla.data.Dataset;
import oncilla.nn.Network;
import oncilla.train.TrainingListener.CurvePoint;

/**
 * How a run does on its training set and on a test set while it goes. The parameters are those of
 * the step, where they are; the training set is the step's batch, forwarded through the step's own
 * activations; the test set is uploaded once. So a point costs two forward passes and no upload.
 */
final class LearningCurves implements AutoCloseable {
  private final Dataset train;
  private final Dataset test;
  private final InferencePlan trainPass;
  private final InferencePlan testPass;

  private LearningCurves(
      Dataset train, Dataset test, InferencePlan trainPass, InferencePlan testPass) {
    this.train = train;
    this.test = test;
    this.trainPass = trainPass;
    this.testPass = testPass;
  }

  /** Without L2 term. */
  record Measured(double trainAccuracy, double testDataCost, double testAccuracy) {
    /** The point, with the L2 term of the same parameters. */
    CurvePoint withPenalty(double penalty) {
      return new CurvePoint(trainAccuracy, testDataCost + penalty, testAccuracy);
    }
  }

  /**
   * Allocates, uploads and records.
   *
   * @param step closed after this
   * @param train what the step trains on
   * @param chunk rows of the test set to forward at a time
   */
  static LearningCurves prepare(
      Backend backend, Network network, TrainingStep step, Dataset train, Dataset test, int chunk) {
    InferencePlan trainPass = InferencePlan.ofBatch(backend, step.withoutDropout(), step.input());
    try {
      InferencePlan testPass =
          InferencePlan.ofFeatures(
              backend, network, step.parameterMemory(), test.features(), chunk);
      return new LearningCurves(train, test, trainPass, testPass);
    } catch (RuntimeException | Error e) {
      Closing.after(e, trainPass);
      throw e;
    }
  }

  /** Measures the parameters as they are now; waits. */
  Measured measure() {
    double trainAccuracy = trainPass.run().accuracy(train.labels());
    Outputs outputs = testPass.run();
    return new Measured(
        trainAccuracy, outputs.dataCost(test.labels()), outputs.accuracy(test.labels()));
  }

  @Override
  public void close() {
    try {
      testPass.close();
    } finally {
      trainPass.close();
    }
  }
}
