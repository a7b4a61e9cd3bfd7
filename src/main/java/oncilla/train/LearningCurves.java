package oncilla.train;

import java.util.List;
import java.util.Optional;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.base.Closing;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.nn.Network;
import oncilla.train.TrainingListener.CurvePoint;
import oncilla.train.memory.Arenas;
import oncilla.train.memory.MemoryUse;
import oncilla.train.metric.Predictions;

/**
 * How a run does on its training set and on a test set while it goes. The parameters are those of
 * the step, where they are. A training set that is the step's batch is forwarded through the step's
 * own input and activations; one that the step gathers its batches from is gathered from the same
 * memory; any other, and the test set, is uploaded once. So a point costs two forward passes and no
 * upload.
 */
final class LearningCurves implements AutoCloseable {
  private final Dataset train;
  private final Dataset test;
  private final Arena arena;
  private final InferencePlan trainPlan;
  private final InferencePlan testPlan;

  private LearningCurves(
      Dataset train, Dataset test, Arena arena, InferencePlan trainPlan, InferencePlan testPlan) {
    this.train = train;
    this.test = test;
    this.arena = arena;
    this.trainPlan = trainPlan;
    this.testPlan = testPlan;
  }

  /** Without L2 term. */
  record Measured(double trainAccuracy, double testDataCost, double testAccuracy) {
    /** The point, with the L2 term of the same parameters. */
    CurvePoint withPenalty(double penalty) {
      return new CurvePoint(trainAccuracy, testDataCost + penalty, testAccuracy);
    }
  }

  /**
   * The memory of learning curves, beside that of the step.
   *
   * @param train for the training set
   * @param test for the test set
   */
  record Memory(InferenceMemory train, InferenceMemory test) {
    /**
     * Allocates.
     *
     * @param step the memory of the step if it trains on all of {@code train}
     * @param block rows to forward at a time of a set that is not the batch
     */
    static Memory allocate(
        Backend backend,
        Arenas arenas,
        Network network,
        Optional<StepMemory> step,
        Features train,
        Features test,
        int block) {
      Arena arena = arenas.of(MemoryUse.CURVES);
      return new Memory(
          step.map(it -> InferenceMemory.ofStep(backend, arena, network, it, block))
              .orElseGet(
                  () ->
                      InferenceMemory.ofFeatures(
                          backend, arena, network, train, train.rows(), block)),
          InferenceMemory.ofFeatures(backend, arena, network, test, test.rows(), block));
    }
  }

  /**
   * Allocates, uploads and records.
   *
   * @param step closed after this
   * @param train the training set: what the step's batch is, or is drawn from
   * @param block rows to forward at a time of a set that is not the step's batch
   */
  static LearningCurves prepare(
      Backend backend, Network network, TrainingStep step, Dataset train, Dataset test, int block) {
    Arena arena = backend.newArena();
    try {
      Memory memory =
          Memory.allocate(
              backend,
              Arenas.all(arena),
              network,
              step.trainsOn(train) ? Optional.of(step.memory()) : Optional.empty(),
              train.features(),
              test.features(),
              block);
      InferencePlan trainPlan =
          InferencePlan.record(
              backend, network, step.memory().parameters(), memory.train(), train.size());
      try {
        InferencePlan testPlan =
            InferencePlan.record(
                backend, network, step.memory().parameters(), memory.test(), test.size());
        return new LearningCurves(train, test, arena, trainPlan, testPlan);
      } catch (RuntimeException | Error failure) {
        Closing.after(failure, trainPlan);
        throw failure;
      }
    } catch (RuntimeException | Error failure) {
      Closing.after(failure, arena);
      throw failure;
    }
  }

  /** Measures the parameters as they are now; waits. */
  Measured measure() {
    double trainAccuracy = trainPlan.run().against(train.labels()).accuracy();
    Predictions predictions = testPlan.run().against(test.labels());
    return new Measured(trainAccuracy, predictions.logLoss(), predictions.accuracy());
  }

  @Override
  public void close() {
    Closing.all(List.of(testPlan, trainPlan, arena));
  }
}
