package oncilla.train;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.Features;
import oncilla.nn.Network;

/**
 * What the tensors of a run take on a device, and whether the device has it: counted by the code
 * that allocates them later, run with a {@link CountingArena}. What a plan takes beside them, such
 * as room for partial sums of its launches, is not in it; packed operands are no part of {@link
 * Backend#tensorBytes}.
 *
 * @param bytes the most that tensors hold at any time
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
   * Of training that is watched: the run, and once its batch has been gathered the memory of the
   * validation and of the learning curves beside it.
   *
   * @param test for learning curves
   * @param block for learning curves: rows at a time of a set that is not the batch
   */
  static MemoryEstimate ofRun(
      Backend backend,
      Network network,
      Features train,
      TrainingConfig config,
      Optional<ValidationRoom> validation,
      Optional<Features> test,
      int block) {
    CountingArena arena = new CountingArena(backend);
    StepMemory step = countStep(backend, arena, network, train, config, train.rows());
    validation.ifPresent(
        room -> Validator.Memory.allocate(backend, arena, network, room, config.optimizer()));
    test.ifPresent(
        features ->
            LearningCurves.Memory.allocate(
                backend, arena, network, Optional.of(step), train, features, block));
    return of(arena);
  }

  /**
   * Rows of a test set to forward at a time for the learning curves of a training run: as many as
   * usual, fewer where the device has little memory left beside the run and its validation; empty
   * if there is none.
   */
  static OptionalInt curvesBlock(
      Backend backend,
      Network network,
      Features train,
      TrainingConfig config,
      Optional<ValidationRoom> validation,
      Features test) {
    int block = InferencePlan.largestBlock(backend);
    while (block > 0
        && !ofRun(backend, network, train, config, validation, Optional.of(test), block)
            .fits(backend)) {
      block = InferencePlan.smallerBlock(backend, block);
    }
    return block > 0 ? OptionalInt.of(block) : OptionalInt.empty();
  }

  /**
   * Why a run that fits its device, with its validation if it has one, has no room there for
   * learning curves, one line; empty if it has.
   *
   * @throws BackendException if the run or its validation does not fit
   */
  public static Optional<String> curvesRefusal(
      Backend backend,
      Network network,
      Features train,
      TrainingConfig config,
      Optional<Validation> validation,
      Features test) {
    Optional<ValidationRoom> room =
        validation.map(examples -> ValidationRoom.find(backend, network, train, config, examples));
    if (curvesBlock(backend, network, train, config, room, test).isPresent()) {
      return Optional.empty();
    }
    requireTrainingFits(backend, network, train, config);
    int block = InferencePlan.smallestBlock(backend);
    return Optional.of(
        ofRun(backend, network, train, config, room, Optional.of(test), block)
            .refusal("keeping " + test.rows() + " test examples beside the run", backend));
  }

  /**
   * Checks, before anything is allocated, that training on all of {@code features} fits.
   *
   * @throws BackendException saying what is needed, what there is, and the largest batch that fits
   *     beside the stored training set, or what else would help
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
      int middle = fitting + (tooMany - fitting) / 2;
      TrainingConfig smaller = config.withBatchSize(middle);
      if (ofTraining(backend, network, features, smaller, features.rows()).fits(backend)) {
        fitting = middle;
      } else {
        tooMany = middle;
      }
    }
    String refusal = needed.refusal("training on " + features.rows() + " examples", backend);
    throw new BackendException(
        fitting > 0
            ? Message.of(
                refusal + "; the largest batch that fits is ", Setting.BATCH_SIZE, " " + fitting)
            : noBatchFits(refusal, features));
  }

  /** The training set lies on the device whatever the batch. */
  private static Message noBatchFits(String refusal, Features features) {
    String line = refusal + "; not even a batch of one example fits: take fewer examples";
    return features.imageGeometry().isPresent()
        ? Message.of(line + ", or smaller ones (", Setting.IMAGE_SIZE, ")")
        : Message.of(line);
  }

  /** Whether a backend's device has room for it. */
  public boolean fits(Backend backend) {
    return bytes <= backend.tensorBytes()
        && largestAllocationBytes <= backend.device().largestAllocationBytes();
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
