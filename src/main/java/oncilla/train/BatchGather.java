package oncilla.train;

import java.util.Arrays;
import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Plan;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.base.Closing;
import oncilla.data.Dataset;

/**
 * The part of a training step that makes its batch, alone: input and labels are gathered in the
 * order of the epoch, and the state goes on. For measuring how long that takes. Whole batches only.
 */
public final class BatchGather implements AutoCloseable {
  private final Backend backend;
  private final Arena arena;
  private final DeviceFeatures features;
  private final BatchOrder order;
  private final long batches;
  private final Plan plan;
  private long runs;

  private BatchGather(Backend backend, Arena arena, Dataset data, TrainingConfig config) {
    this.backend = backend;
    this.arena = arena;
    int rows = config.batchRows(data.size());
    batches = data.size() / rows;
    int gathered = Math.toIntExact(batches * rows);
    features =
        DeviceFeatures.allocate(
            arena,
            data.features(),
            data.size(),
            gathered,
            StepState.allocate(arena),
            config.augmentation(data.features()));
    order = new BatchOrder(config, gathered, gathered);
    features.start(backend);
    features.upload(backend, 0, data.size());
    Tensor labels = arena.allocate(ElementType.REAL, Shape.of(data.size(), 1));
    double[] targets = new double[data.size()];
    Arrays.setAll(targets, i -> data.labels()[i]);
    backend.upload(targets, labels);
    Tensor input = arena.allocate(ElementType.REAL, Shape.of(rows, data.features().columns()));
    Tensor batchLabels = arena.allocate(ElementType.REAL, Shape.of(rows, 1));
    plan =
        backend.record(
            ops -> {
              features.gather(ops, input);
              features.gatherBeside(ops, 0, labels, batchLabels);
              features.advance(ops, rows);
            });
  }

  /**
   * Allocates, uploads and records.
   *
   * @param backend computes; stays open
   * @throws oncilla.backend.BackendException if the device has too little memory
   */
  public static BatchGather prepare(Backend backend, Dataset data, TrainingConfig config) {
    Arena arena = backend.newArena();
    try {
      return new BatchGather(backend, arena, data, config);
    } catch (RuntimeException | Error failure) {
      Closing.after(failure, arena);
      throw failure;
    }
  }

  /** Submits the gathering of the next batch; may return before it is done. */
  public void run() {
    if (runs % batches == 0) {
      features.reorder(backend, order.of(runs / batches));
    }
    plan.run();
    runs++;
  }

  @Override
  public void close() {
    Closing.all(List.of(plan, arena));
  }
}
