package oncilla.train;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.data.Features;
import oncilla.nn.Network;

/**
 * How a run gets by with its device's memory, found before anything is allocated: how many examples
 * of a batch are computed at once, where a validation has room, and what the memory is for. A batch
 * is computed at once wherever it fits. Learning curves get what is left, or are given up.
 *
 * <p>The same backend and arguments give the same plan.
 */
public final class MemoryPlan {
  /** More would make a plan of more launches than a step is worth. */
  private static final int MOST_PARTS = 1024;

  /**
   * Of the memory of a CPU device, which is everybody's, for a batch in parts: larger parts are
   * hardly faster. A device that has, or passes for having, less than {@link #SMALL} may be filled.
   */
  private static final double SHARE_OF_CPU = 0.5;

  private static final long SMALL = 1L << 30;

  private final Run run;
  private final int rowsAtOnce;
  private final Optional<ValidationRoom> validation;

  /** What is to fit where. */
  private record Run(
      Backend backend,
      Network network,
      Features train,
      TrainingConfig config,
      Optional<Validation> validation) {
    MemoryEstimate estimate(int rowsAtOnce, Optional<ValidationRoom> room) {
      return estimate(rowsAtOnce, room, Optional.empty(), 1);
    }

    MemoryEstimate estimate(
        int rowsAtOnce, Optional<ValidationRoom> room, Optional<Features> test, int block) {
      return MemoryEstimate.ofRun(backend, network, train, config, rowsAtOnce, room, test, block);
    }

    int batch() {
      return config.batchRows(train.rows());
    }

    /**
     * The plan with so many rows at once, if it fits.
     *
     * @param block examples to validate at a time
     */
    Optional<MemoryPlan> with(int rowsAtOnce, int block) {
      if (!estimate(rowsAtOnce, Optional.empty()).fits(backend)) {
        return Optional.empty();
      }
      if (validation.isEmpty()) {
        return Optional.of(new MemoryPlan(this, rowsAtOnce, Optional.empty()));
      }
      return ValidationRoom.find(
              validation.get(),
              block,
              room -> estimate(rowsAtOnce, Optional.of(room)).fits(backend))
          .map(room -> new MemoryPlan(this, rowsAtOnce, Optional.of(room)));
    }
  }

  private MemoryPlan(Run run, int rowsAtOnce, Optional<ValidationRoom> validation) {
    this.run = run;
    this.rowsAtOnce = rowsAtOnce;
    this.validation = validation;
  }

  /**
   * Finds the plan of a run.
   *
   * @param train the training examples
   * @param validation what it is validated on, if it is
   * @throws BackendException if it does not fit, saying what is needed, what there is, and what
   *     would help
   */
  public static MemoryPlan find(
      Backend backend,
      Network network,
      Features train,
      TrainingConfig config,
      Optional<Validation> validation) {
    Run run = new Run(backend, network, train, config, validation);
    return plan(run).orElseThrow(() -> refusal(run));
  }

  /** Whether {@link #find} finds a plan for a run that is not validated. */
  public static boolean exists(
      Backend backend, Network network, Features train, TrainingConfig config) {
    return plan(new Run(backend, network, train, config, Optional.empty())).isPresent();
  }

  private static Optional<MemoryPlan> plan(Run run) {
    return blocks(run)
        .flatMap(block -> run.with(run.batch(), block).or(() -> inParts(run, block)).stream())
        .findFirst();
  }

  /**
   * Examples to validate at a time, as many as usual first: fewer may give other last bits, so that
   * comes after all else.
   */
  private static Stream<Integer> blocks(Run run) {
    Backend backend = run.backend();
    return Stream.iterate(
            InferencePlan.largestBlock(backend),
            block -> block > 0,
            block -> InferencePlan.smallerBlock(backend, block))
        .limit(run.validation().isPresent() ? Long.MAX_VALUE : 1);
  }

  private boolean leavesRoom() {
    Backend backend = run.backend();
    return backend.device().kind() != DeviceInfo.Kind.CPU
        || backend.tensorBytes() < SMALL
        || estimate().bytes() <= SHARE_OF_CPU * backend.tensorBytes();
  }

  /** In as few parts as possible, all of nearly one size. */
  private static Optional<MemoryPlan> inParts(Run run, int block) {
    Optional<MemoryPlan> fitting = Optional.empty();
    int rows = ceilDiv(run.batch(), MOST_PARTS) - 1;
    int tooMany = run.batch();
    while (tooMany - rows > 1) {
      int middle = rows + (tooMany - rows) / 2;
      Optional<MemoryPlan> plan = run.with(middle, block).filter(MemoryPlan::leavesRoom);
      if (plan.isPresent()) {
        fitting = plan;
        rows = middle;
      } else {
        tooMany = middle;
      }
    }
    return fitting.map(
        largest -> run.with(ceilDiv(run.batch(), largest.parts()), block).orElse(largest));
  }

  private static BackendException refusal(Run run) {
    MemoryEstimate.requireTrainingFits(run.backend(), run.network(), run.train(), run.config());
    int block = InferencePlan.smallestBlock(run.backend());
    Optional<ValidationRoom> least =
        run.validation().map(validation -> new ValidationRoom(validation, block, block));
    return new BackendException(
        run.estimate(run.batch(), least).refusal("validating beside the run", run.backend()));
  }

  /** Examples of a batch that are computed at once. */
  public int rowsAtOnce() {
    return rowsAtOnce;
  }

  /** Examples of a batch. */
  public int batch() {
    return run.batch();
  }

  /** In how many parts a batch is computed; the last may have fewer examples. */
  public int parts() {
    return ceilDiv(batch(), rowsAtOnce);
  }

  private static int ceilDiv(int count, int each) {
    return (int) ((count + each - 1L) / each);
  }

  /** That a batch is computed in parts, and why, in one line; empty if it is not. */
  public Optional<String> explanation() {
    return parts() == 1
        ? Optional.empty()
        : Optional.of(
            "a batch of %d is computed in %d parts of %d: %s of %s"
                .formatted(
                    batch(),
                    parts(),
                    rowsAtOnce,
                    MemoryEstimate.readable(estimate().bytes()),
                    MemoryEstimate.readable(run.backend().tensorBytes())));
  }

  /** Where the validation has room, if there is one. */
  Optional<ValidationRoom> validation() {
    return validation;
  }

  /** What the run takes, with its validation and without learning curves. */
  public MemoryEstimate estimate() {
    return run.estimate(rowsAtOnce, validation);
  }

  /** What the run takes with learning curves on {@code test}, where they have room. */
  public MemoryEstimate estimate(Features test) {
    OptionalInt block = curvesBlock(test);
    return block.isEmpty()
        ? estimate()
        : run.estimate(rowsAtOnce, validation, Optional.of(test), block.getAsInt());
  }

  /**
   * What evaluating takes when training is over and its memory is free again, a block of examples
   * at a time.
   */
  public MemoryEstimate evaluation() {
    return MemoryEstimate.ofEvaluation(
        run.backend(),
        run.network(),
        run.train(),
        new Evaluator(run.backend()).blockRows(run.network(), run.train()));
  }

  /**
   * Rows of a test set to forward at a time for the learning curves of the run: as many as usual,
   * fewer where the device has little memory left beside the run and its validation; empty if there
   * is none.
   */
  OptionalInt curvesBlock(Features test) {
    Backend backend = run.backend();
    int block = InferencePlan.largestBlock(backend);
    while (block > 0
        && !run.estimate(rowsAtOnce, validation, Optional.of(test), block).fits(backend)) {
      block = InferencePlan.smallerBlock(backend, block);
    }
    return block > 0 ? OptionalInt.of(block) : OptionalInt.empty();
  }

  /** Why there is no room for learning curves, one line; empty if there is. */
  public Optional<String> curvesRefusal(Features test) {
    if (curvesBlock(test).isPresent()) {
      return Optional.empty();
    }
    int block = InferencePlan.smallestBlock(run.backend());
    return Optional.of(
        run.estimate(rowsAtOnce, validation, Optional.of(test), block)
            .refusal("keeping " + test.rows() + " test examples beside the run", run.backend()));
  }
}
