package oncilla.train;

import java.util.Locale;
import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.data.Features;
import oncilla.nn.Network;

/**
 * What a run takes on a device, and whether the device has it: counted by the code that allocates
 * later, run with a {@link CountingArena}.
 *
 * @param bytes the most that is held at any time
 * @param largestAllocationBytes the largest single allocation
 */
public record MemoryEstimate(long bytes, long largestAllocationBytes) {
  /** Of training on {@code rows} rows like those of {@code features}. */
  public static MemoryEstimate ofTraining(
      Backend backend, Network network, Features features, TrainingConfig config, int rows) {
    CountingArena arena = new CountingArena(backend);
    countStep(backend, arena, network, features, config, rows);
    return of(arena);
  }

  /** Of evaluating {@code rows} rows at a time. */
  public static MemoryEstimate ofEvaluation(
      Backend backend, Network network, Features features, int rows) {
    CountingArena arena = new CountingArena(backend);
    Evaluator.Memory.allocate(backend, arena, network, features, rows);
    return of(arena);
  }

  /**
   * Of the learning curves beside a training run whose batch is the training set, {@code block}
   * rows of the test set at a time: the test set as it is stored, and what its forward pass needs.
   * Parameters and the activations of the training set are the step's.
   */
  static MemoryEstimate ofCurves(
      Backend backend,
      Network network,
      Features train,
      TrainingConfig config,
      Features test,
      int block) {
    StepMemory step =
        countStep(backend, new CountingArena(backend), network, train, config, train.rows());
    CountingArena arena = new CountingArena(backend);
    LearningCurves.Memory.allocate(
        backend,
        arena,
        network,
        config.batchRows(train.rows()) == train.rows() ? Optional.of(step) : Optional.empty(),
        train,
        test,
        block);
    return of(arena);
  }

  /**
   * Rows of a test set to forward at a time for the learning curves of a training run: as many as
   * usual, fewer where the device has little memory left beside the run.
   *
   * @throws BackendException if not even one row fits
   */
  static int curvesBlock(
      Backend backend, Network network, Features train, TrainingConfig config, Features test) {
    MemoryEstimate training = ofTraining(backend, network, train, config, train.rows());
    int block = InferencePlan.largestBlock(backend);
    while (true) {
      MemoryEstimate both = training.plus(ofCurves(backend, network, train, config, test, block));
      if (both.fits(backend)) {
        return block;
      }
      if (block == 1) {
        throw new BackendException(
            both.refusal("keeping " + test.rows() + " test examples beside the run", backend));
      }
      block /= 2;
    }
  }

  /**
   * Why a run that fits its device has no room there for learning curves, one line; empty if it
   * has.
   *
   * @throws BackendException if the run itself does not fit
   */
  public static Optional<String> curvesRefusal(
      Backend backend, Network network, Features train, TrainingConfig config, Features test) {
    requireTrainingFits(backend, network, train, config);
    try {
      curvesBlock(backend, network, train, config, test);
      return Optional.empty();
    } catch (BackendException refused) {
      return Optional.of(refused.getMessage());
    }
  }

  /**
   * Checks, before anything is allocated, that training on all of {@code features} fits.
   *
   * @throws BackendException saying what is needed, what there is, and the largest batch that fits
   */
  public static void requireTrainingFits(
      Backend backend, Network network, Features features, TrainingConfig config) {
    MemoryEstimate needed = ofTraining(backend, network, features, config, features.rows());
    if (needed.fits(backend)) {
      return;
    }
    int fitting = 0;
    int tooMany = config.batchRows(features.rows());
    while (tooMany - fitting > 1) {
      int middle = (fitting + tooMany) / 2;
      MemoryEstimate smaller =
          config.batchSize() == 0
              ? ofTraining(backend, network, features, config, middle)
              : ofTraining(
                  backend, network, features, config.withBatchSize(middle), features.rows());
      if (smaller.fits(backend)) {
        fitting = middle;
      } else {
        tooMany = middle;
      }
    }
    throw new BackendException(
        needed.refusal("training on " + features.rows() + " examples", backend)
            + (fitting == 0
                ? "; not even one example fits"
                : "; the largest batch that fits is " + fitting));
  }

  /** Whether a backend's device has room for it. */
  public boolean fits(Backend backend) {
    return bytes <= backend.tensorBytes()
        && largestAllocationBytes <= backend.device().largestAllocationBytes();
  }

  /** Both at the same time. */
  private MemoryEstimate plus(MemoryEstimate other) {
    return new MemoryEstimate(
        bytes + other.bytes, Math.max(largestAllocationBytes, other.largestAllocationBytes));
  }

  /** Why it does not fit, one line. */
  String refusal(String what, Backend backend) {
    DeviceInfo device = backend.device();
    return "%s needs %s (%s in one piece); %s has %s (%s in one piece)"
        .formatted(
            what,
            readable(bytes),
            readable(largestAllocationBytes),
            device.name(),
            readable(backend.tensorBytes()),
            readable(device.largestAllocationBytes()));
  }

  private static StepMemory countStep(
      Backend backend,
      CountingArena arena,
      Network network,
      Features features,
      TrainingConfig config,
      int rows) {
    return StepMemory.allocate(
        backend, arena, network, features, rows, config, (stored, input) -> {});
  }

  private static MemoryEstimate of(CountingArena arena) {
    return new MemoryEstimate(arena.mostBytes(), arena.largestAllocationBytes());
  }

  private static String readable(long bytes) {
    double value = bytes;
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
