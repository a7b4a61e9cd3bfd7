package oncilla.train;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import oncilla.backend.Arena;
import oncilla.backend.Augmentation;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.data.Features;
import oncilla.nn.ActivationLayout;
import oncilla.nn.Activations;
import oncilla.nn.DropoutLayers;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.optim.RateTable;

/**
 * The memory of a training step on batches of m examples. It is allocated by {@link #allocate}
 * alone, be it to train in it or, in a {@link CountingArena}, to know how much it is.
 *
 * @param input X of the batch, {@code m × n[0]}
 * @param labels Y of the batch, {@code m × 1}
 * @param source what batches are gathered from; empty where one batch is the whole training set in
 *     its order
 * @param parameters W and b
 * @param gradients dW and db
 * @param moments what the optimiser remembers
 * @param activations of the forward pass, and their gradients
 * @param dropout the masks
 * @param state step, epoch, row offset, learning rate and first bad step
 * @param penalty the L2 term, {@code 1 × 1}
 * @param cost J and its cross-entropy alone, {@code 1 × 2}
 * @param norm the norm of the gradient, where it is clipped, {@code 1 × 1}
 * @param squares Σ θ², where that was asked for, {@code 1 × 1}
 */
record StepMemory(
    Tensor input,
    Tensor labels,
    Optional<Source> source,
    ParameterMemory parameters,
    ParameterMemory gradients,
    List<ParameterMemory> moments,
    Activations activations,
    DropoutLayers dropout,
    StepState state,
    Tensor penalty,
    Tensor cost,
    Tensor norm,
    Tensor squares) {
  /**
   * The training set, where batches are parts of it.
   *
   * @param features as they are stored
   * @param labels Y of all examples, {@code N × 1}
   */
  record Source(DeviceFeatures features, Tensor labels) {}

  /**
   * Allocates. Where one batch is the whole training set in its order, the stored features have
   * memory only until {@code gathering} returns, and what is not needed before is allocated after
   * that.
   *
   * @param backend whose layouts and alignment the memory has
   * @param arena where all of it is allocated; closed by the caller
   * @param examples N, at most the rows of {@code features} if they are gathered
   * @param gathering makes the input of the stored features, where one batch is all of them
   */
  static StepMemory allocate(
      Backend backend,
      Arena arena,
      Network network,
      Features features,
      int examples,
      TrainingConfig config,
      BiConsumer<DeviceFeatures, Tensor> gathering) {
    int rows = config.batchRows(examples);
    Tensor input = arena.allocate(ElementType.REAL, Shape.of(rows, features.columns()));
    StepState state =
        StepState.allocate(arena, RateTable.size(config.schedule(), config.iterations()));
    Optional<Source> source = Optional.empty();
    if (!config.gathers()) {
      try (Arena staging = arena.inside()) {
        gathering.accept(
            DeviceFeatures.allocate(
                staging, features, rows, rows, StepState.allocate(staging), Optional.empty()),
            input);
      }
    } else {
      Optional<Augmentation> augmentation = config.augmentation(features);
      long gathered = wholeBatches(examples, rows);
      source =
          Optional.of(
              new Source(
                  features.streams()
                      ? DeviceFeatures.allocateSlots(
                          arena, features, rows, gathered, state, augmentation)
                      : DeviceFeatures.allocate(
                          arena, features, examples, gathered, state, augmentation),
                  arena.allocate(ElementType.REAL, Shape.of(examples, 1))));
    }
    return new StepMemory(
        input,
        arena.allocate(ElementType.REAL, Shape.of(rows, 1)),
        source,
        ParameterMemory.allocate(backend, arena, network),
        ParameterMemory.allocate(backend, arena, network),
        config.optimizer().allocateMoments(backend, arena, network),
        ActivationLayout.forTraining(backend, network, rows).allocate(arena),
        DropoutLayers.allocate(arena, network, config.regularization(), config.seed(), state, rows),
        state,
        arena.allocate(ElementType.REAL, Shape.of(1, 1)),
        arena.allocate(ElementType.REAL, Shape.of(1, 2)),
        arena.allocate(ElementType.REAL, Shape.of(1, 1)),
        arena.allocate(ElementType.REAL, Shape.of(1, 1)));
  }

  /** Whether one batch is the whole training set, in its order. */
  boolean batchIsSet() {
    return source.isEmpty();
  }

  /**
   * Rows rounded up to whole batches. A run that a bad cost has stopped goes on gathering from
   * where it stands, and must find rows there.
   */
  private static long wholeBatches(long rows, long batch) {
    return (rows + batch - 1) / batch * batch;
  }
}
