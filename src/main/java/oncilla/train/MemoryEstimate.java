package oncilla.train;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.LossWeights;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.Features;
import oncilla.nn.Network;
import oncilla.train.memory.CountingArena;
import oncilla.train.memory.MemoryUse;

/**
 * What a run takes on a device, and whether the device has it: counted by the code that allocates
 * and records later, run with a {@link CountingArena}. Packed operands are no part of {@link
 * Backend#tensorBytes}.
 *
 * @param bytes the most that is held at any time
 * @param largestAllocationBytes the largest single allocation
 * @param uses what those bytes are for
 */
public record MemoryEstimate(long bytes, long largestAllocationBytes, Map<MemoryUse, Long> uses) {
  /** Copies the map. */
  public MemoryEstimate {
    uses = Map.copyOf(uses);
  }

  /** Of training on {@code examples} rows like those of {@code features}, whole batches at once. */
  public static MemoryEstimate ofTraining(
      Backend backend, Network network, Features features, TrainingConfig config, int examples) {
    CountingArena arena = new CountingArena(backend);
    countStep(backend, arena, network, features, config, examples, config.batchRows(examples));
    return of(arena);
  }

  /** Of evaluating {@code rows} rows at a time. */
  public static MemoryEstimate ofEvaluation(
      Backend backend, Network network, Features features, int rows) {
    CountingArena arena = new CountingArena(backend);
    Evaluator.Memory memory = Evaluator.Memory.allocate(backend, arena, network, features, rows);
    InferencePlan.count(arena, network, memory.parameters(), memory.inference());
    return of(arena);
  }

  /**
   * Of training that is watched: the run, and once its batch has been gathered the memory of the
   * validation and of the learning curves beside it.
   *
   * @param rowsAtOnce examples of a batch that are computed at once
   * @param test for learning curves
   * @param block for learning curves: rows at a time of a set that is not the batch
   */
  static MemoryEstimate ofRun(
      Backend backend,
      Network network,
      Features train,
      TrainingConfig config,
      int rowsAtOnce,
      Optional<ValidationRoom> validation,
      Optional<Features> test,
      int block) {
    CountingArena arena = new CountingArena(backend);
    StepMemory step = countStep(backend, arena, network, train, config, train.rows(), rowsAtOnce);
    validation.ifPresent(
        room ->
            InferencePlan.count(
                arena,
                network,
                step.parameters(),
                Validator.Memory.allocate(backend, arena, network, room, config.optimizer())
                    .inference()));
    test.ifPresent(
        features -> {
          LearningCurves.Memory curves =
              LearningCurves.Memory.allocate(
                  backend, arena, network, Optional.of(step), train, features, block);
          InferencePlan.count(arena, network, step.parameters(), curves.train());
          InferencePlan.count(arena, network, step.parameters(), curves.test());
        });
    return of(arena);
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
    return MemoryPlan.find(backend, network, train, config, validation).curvesRefusal(test);
  }

  /**
   * Checks, before anything is allocated, that training on all of {@code features} fits with whole
   * batches at once.
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
            : noBatchFits(backend, network, features, config, refusal));
  }

  /** What there is whatever the batch: the parameters, and the training set. */
  private static Message noBatchFits(
      Backend backend, Network network, Features features, TrainingConfig config, String refusal) {
    MemoryEstimate least =
        ofTraining(backend, network, features, config.withBatchSize(1), features.rows());
    long parameters =
        least.of(MemoryUse.PARAMETERS)
            + least.of(MemoryUse.GRADIENTS)
            + least.of(MemoryUse.OPTIMIZER);
    String line = refusal + "; not even a batch of one example fits: ";
    if (parameters >= backend.tensorBytes() || parameters >= least.of(MemoryUse.DATA)) {
      return Message.of(
          line
              + "parameters, gradient and optimiser state alone take %s; take fewer or smaller hidden layers ("
                  .formatted(readable(parameters)),
          Setting.HIDDEN,
          ")");
    }
    line += "the examples alone take %s; take fewer".formatted(readable(least.of(MemoryUse.DATA)));
    return features.imageGeometry().isPresent()
        ? Message.of(line + ", or smaller ones (", Setting.IMAGE_SIZE, ")")
        : Message.of(line);
  }

  /** What is for one use, in bytes. */
  public long of(MemoryUse use) {
    return uses.getOrDefault(use, 0L);
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
            readable(Math.min(device.largestAllocationBytes(), backend.tensorBytes())));
  }

  private static StepMemory countStep(
      Backend backend,
      CountingArena arena,
      Network network,
      Features features,
      TrainingConfig config,
      int examples,
      int rowsAtOnce) {
    StepMemory memory =
        StepMemory.allocate(
            backend, arena, network, features, examples, config, rowsAtOnce, (stored, input) -> {});
    StepProgram.of(network, memory, config, examples, LossWeights.NONE).count(arena);
    return memory;
  }

  private static MemoryEstimate of(CountingArena arena) {
    return new MemoryEstimate(arena.mostBytes(), arena.largestAllocationBytes(), arena.uses());
  }

  /** A number of bytes as a person reads it. */
  public static String readable(long bytes) {
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
