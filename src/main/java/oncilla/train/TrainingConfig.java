package oncilla.train;

import java.util.Optional;
import java.util.OptionalDouble;
import oncilla.backend.Augmentation;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.nn.LossSettings;
import oncilla.nn.Regularization;
import oncilla.optim.GradientDescent;
import oncilla.optim.Optimizer;
import oncilla.optim.Schedule;
import oncilla.random.Seeds;

/**
 * How to train, apart from model, data and device.
 *
 * @param iterations parameter updates, at least 1
 * @param learningRate step of the optimiser, positive
 * @param regularization L2 and dropout
 * @param seed 0 … 2³²−1, for the dropout masks and the order of the examples
 * @param logEvery the cost is read at every iteration divisible by this, and at the last
 * @param optimizer how gradients change parameters
 * @param batchSize examples of an update; 0 for all of the training set in its order. Otherwise
 *     each epoch takes the examples in an order of its own ({@link oncilla.random.Shuffle}), and
 *     its last batch has what is left
 * @param schedule how the learning rate changes
 * @param clipNorm the largest norm of the whole gradient, if there is a limit
 * @param loss how the loss looks at labels
 * @param augmentation how images are changed at random while batches are gathered, if they are
 */
public record TrainingConfig(
    long iterations,
    double learningRate,
    Regularization regularization,
    long seed,
    long logEvery,
    Optimizer optimizer,
    int batchSize,
    Schedule schedule,
    OptionalDouble clipNorm,
    LossSettings loss,
    Optional<Augmentation.Strength> augmentation) {
  /** Checks the ranges; a message fits behind the name of an option. */
  public TrainingConfig {
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, not " + iterations);
    }
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "the learning rate must be positive and finite, not " + learningRate);
    }
    Seeds.require(seed);
    if (logEvery < 1) {
      throw new IllegalArgumentException(
          "the distance between costs must be at least 1, not " + logEvery);
    }
    if (batchSize < 0) {
      throw new IllegalArgumentException("a batch size is at least 0, not " + batchSize);
    }
    schedule.requireFit(iterations);
    if (clipNorm.isPresent()
        && (!(clipNorm.getAsDouble() > 0) || Double.isInfinite(clipNorm.getAsDouble()))) {
      throw new IllegalArgumentException(
          "the largest norm of a gradient is positive and finite, not " + clipNorm.getAsDouble());
    }
  }

  /** Training by plain gradient descent, with all examples in one batch. */
  public TrainingConfig(
      long iterations,
      double learningRate,
      Regularization regularization,
      long seed,
      long logEvery) {
    this(
        iterations,
        learningRate,
        regularization,
        seed,
        logEvery,
        new GradientDescent(),
        0,
        Schedule.constant(),
        OptionalDouble.empty(),
        LossSettings.plain(),
        Optional.empty());
  }

  /** The notes' run: 2,500 iterations at 0.0075, seed 3, a cost every 100. */
  public static TrainingConfig defaults() {
    return new TrainingConfig(2500, 0.0075, Regularization.none(), 3, 100);
  }

  /** The same with another number of iterations. */
  public TrainingConfig withIterations(long value) {
    return new TrainingConfig(
        value,
        learningRate,
        regularization,
        seed,
        logEvery,
        optimizer,
        batchSize,
        schedule,
        clipNorm,
        loss,
        augmentation);
  }

  /** The same with another learning rate. */
  public TrainingConfig withLearningRate(double value) {
    return new TrainingConfig(
        iterations,
        value,
        regularization,
        seed,
        logEvery,
        optimizer,
        batchSize,
        schedule,
        clipNorm,
        loss,
        augmentation);
  }

  /** The same with another regularization. */
  public TrainingConfig withRegularization(Regularization value) {
    return new TrainingConfig(
        iterations,
        learningRate,
        value,
        seed,
        logEvery,
        optimizer,
        batchSize,
        schedule,
        clipNorm,
        loss,
        augmentation);
  }

  /** The same with another seed. */
  public TrainingConfig withSeed(long value) {
    return new TrainingConfig(
        iterations,
        learningRate,
        regularization,
        value,
        logEvery,
        optimizer,
        batchSize,
        schedule,
        clipNorm,
        loss,
        augmentation);
  }

  /** The same with another distance between costs. */
  public TrainingConfig withLogEvery(long value) {
    return new TrainingConfig(
        iterations,
        learningRate,
        regularization,
        seed,
        value,
        optimizer,
        batchSize,
        schedule,
        clipNorm,
        loss,
        augmentation);
  }

  /** The same with batches of another size. */
  public TrainingConfig withBatchSize(int value) {
    return new TrainingConfig(
        iterations,
        learningRate,
        regularization,
        seed,
        logEvery,
        optimizer,
        value,
        schedule,
        clipNorm,
        loss,
        augmentation);
  }

  /** The same with images changed at random, or not. */
  public TrainingConfig withAugmentation(Optional<Augmentation.Strength> value) {
    return new TrainingConfig(
        iterations,
        learningRate,
        regularization,
        seed,
        logEvery,
        optimizer,
        batchSize,
        schedule,
        clipNorm,
        loss,
        value);
  }

  /** Whether the input of a batch is another one in each step. */
  public boolean gathers() {
    return shuffles() || augmentation.isPresent();
  }

  /** How images are changed while batches are gathered, where they are. */
  Optional<Augmentation> augmentation(Features features) {
    return augmentation.map(
        strength -> {
          ImageGeometry image =
              features
                  .imageGeometry()
                  .orElseThrow(() -> new IllegalArgumentException("only images can be augmented"));
          return new Augmentation(strength, seed, image.height(), image.width(), image.channels());
        });
  }

  /** Whether each epoch takes the examples in another order. */
  boolean shuffles() {
    return batchSize > 0;
  }

  /**
   * Updates of so many epochs: ⌈examples / batch size⌉ each.
   *
   * @throws IllegalArgumentException if they are not at least 1, or too many to count
   */
  public long iterationsOf(long epochs, int examples) {
    if (epochs < 1) {
      throw new IllegalArgumentException("the epochs must be at least 1, not " + epochs);
    }
    int rows = batchRows(examples);
    long batches = (examples + rows - 1L) / rows;
    if (Math.multiplyHigh(epochs, batches) != 0 || epochs * batches < 0) {
      throw new IllegalArgumentException(epochs + " epochs are too many");
    }
    return epochs * batches;
  }

  /** Examples of a batch, but for the last, where there are {@code examples} in all. */
  int batchRows(int examples) {
    return batchSize == 0 ? examples : Math.min(batchSize, examples);
  }

  /** The same with another optimiser. */
  public TrainingConfig withOptimizer(Optimizer value) {
    return new TrainingConfig(
        iterations,
        learningRate,
        regularization,
        seed,
        logEvery,
        value,
        batchSize,
        schedule,
        clipNorm,
        loss,
        augmentation);
  }

  /** The same with another schedule. */
  public TrainingConfig withSchedule(Schedule value) {
    return new TrainingConfig(
        iterations,
        learningRate,
        regularization,
        seed,
        logEvery,
        optimizer,
        batchSize,
        value,
        clipNorm,
        loss,
        augmentation);
  }

  /** The same with another limit for the norm of the gradient. */
  public TrainingConfig withClipNorm(OptionalDouble value) {
    return new TrainingConfig(
        iterations,
        learningRate,
        regularization,
        seed,
        logEvery,
        optimizer,
        batchSize,
        schedule,
        value,
        loss,
        augmentation);
  }

  /** The same with another look at labels. */
  public TrainingConfig withLoss(LossSettings value) {
    return new TrainingConfig(
        iterations,
        learningRate,
        regularization,
        seed,
        logEvery,
        optimizer,
        batchSize,
        schedule,
        clipNorm,
        value,
        augmentation);
  }
}
