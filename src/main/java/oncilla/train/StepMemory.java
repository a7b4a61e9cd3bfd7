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
import oncilla.nn.Parameters;
import oncilla.optim.RateTable;
import oncilla.train.memory.Arenas;
import oncilla.train.memory.MemoryUse;

/**
 * The memory of a training step on batches of which m examples are computed at once: all of them,
 * or parts. It is allocated by {@link #allocate} alone, be it to train in it or, in a {@link
 * oncilla.train.memory.CountingArena}, to know how much it is.
 *
 * @param input X of the batch or a part, {@code m × n[0]}
 * @param labels Y of the batch or a part, {@code m × 1}
 * @param source what batches are gathered from; empty where one batch is the whole training set in
 *     its order
 * @param parameters W and b
 * @param gradients dW and db of the batch
 * @param part what a part gives, where batches are computed in parts
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
    Optional<Part> part,
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
   * What a part of a batch gives, before it is added to what the parts before it gave.
   *
   * @param gradients its share of dW and db
   * @param cost its share of the cross-entropy, {@code 1 × 2}
   * @param noPenalty zero: the L2 term is the first part's, {@code 1 × 1}
   */
  record Part(ParameterMemory gradients, Tensor cost, Tensor noPenalty) {
    static Part allocate(Backend backend, Arena arena, Network network) {
      return new Part(
          ParameterMemory.allocate(backend, arena, network),
          arena.allocate(ElementType.REAL, Shape.of(1, 2)),
          arena.allocate(ElementType.REAL, Shape.of(1, 1)));
    }
  }

  /**
   * Allocates. Where one batch is the whole training set in its order, and is computed at once, the
   * stored features have memory only until {@code gathering} returns, and what is not needed before
   * is allocated after that.
   *
   * @param backend whose layouts and alignment the memory has
   * @param arenas where all of it is allocated; closed by the caller
   * @param examples N, at most the rows of {@code features} if they are gathered
   * @param rows m, at most the examples of a batch; fewer have it computed in parts
   * @param gathering makes the input of the stored features, where one batch is all of them
   */
  static StepMemory allocate(
      Backend backend,
      Arenas arenas,
      Network network,
      Features features,
      int examples,
      TrainingConfig config,
      int rows,
      BiConsumer<DeviceFeatures, Tensor> gathering) {
    int batch = config.batchRows(examples);
    boolean inParts = rows < batch;
    Arena data = arenas.of(MemoryUse.DATA);
    Tensor input = data.allocate(ElementType.REAL, Shape.of(rows, features.columns()));
    StepState state =
        StepState.allocate(data, RateTable.size(config.schedule(), config.iterations()));
    Optional<Source> source = Optional.empty();
    if (!config.gathers() && !inParts) {
      try (Arena staging = data.inside()) {
        gathering.accept(
            DeviceFeatures.allocate(
                staging, features, rows, rows, StepState.allocate(staging), Optional.empty()),
            input);
      }
    } else {
      Optional<Augmentation> augmentation = config.augmentation(features);
      long gathered = wholeBatches(examples, batch);
      source =
          Optional.of(
              new Source(
                  features.streams()
                      ? DeviceFeatures.allocateSlots(
                          data, features, batch, gathered, state, augmentation)
                      : DeviceFeatures.allocate(
                          data, features, examples, gathered, state, augmentation),
                  data.allocate(ElementType.REAL, Shape.of(examples, 1))));
    }
    Arena gradients = arenas.of(MemoryUse.GRADIENTS);
    Arena activations = arenas.of(MemoryUse.ACTIVATIONS);
    return new StepMemory(
        input,
        data.allocate(ElementType.REAL, Shape.of(rows, 1)),
        source,
        ParameterMemory.allocate(backend, arenas.of(MemoryUse.PARAMETERS), network),
        ParameterMemory.allocate(backend, gradients, network),
        inParts ? Optional.of(Part.allocate(backend, gradients, network)) : Optional.empty(),
        config.optimizer().allocateMoments(backend, arenas.of(MemoryUse.OPTIMIZER), network),
        ActivationLayout.forTraining(backend, network, rows).allocate(activations),
        DropoutLayers.allocate(
            activations, network, config.regularization(), config.seed(), state, rows),
        state,
        gradients.allocate(ElementType.REAL, Shape.of(1, 1)),
        gradients.allocate(ElementType.REAL, Shape.of(1, 2)),
        gradients.allocate(ElementType.REAL, Shape.of(1, 1)),
        gradients.allocate(ElementType.REAL, Shape.of(1, 1)));
  }

  /**
   * Copies parameters into it, and what the optimiser remembers with them. All of it is checked
   * before anything is changed.
   *
   * @throws IllegalArgumentException if they do not fit the network or the optimiser
   */
  void upload(Network network, Parameters values, List<Parameters> remembered) {
    if (remembered.size() != moments.size()) {
      throw new IllegalArgumentException(
          "the optimiser remembers "
              + moments.size()
              + " numbers for each parameter, not "
              + remembered.size());
    }
    values.requireFit(network);
    remembered.forEach(moment -> moment.requireFit(network));
    parameters.upload(values);
    for (int i = 0; i < moments.size(); i++) {
      moments.get(i).upload(remembered.get(i));
    }
  }

  /** m: examples that are computed at once. */
  int rows() {
    return Math.toIntExact(input.shape().rows());
  }

  /** Whether one batch is the whole training set in its order, and is computed at once. */
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
