package oncilla.train;

import java.util.function.BiConsumer;
import oncilla.backend.Arena;
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
import oncilla.nn.Regularization;

/**
 * The memory of a training step on m examples. It is allocated by {@link #allocate} alone, be it to
 * train in it or, in a {@link oncilla.backend.CountingArena}, to know how much it is.
 *
 * @param input X, {@code m × n[0]}
 * @param labels Y, {@code m × 1}
 * @param parameters W and b
 * @param gradients dW and db
 * @param activations of the forward pass, and their gradients
 * @param dropout the masks
 * @param state step, learning rate and first bad step
 * @param penalty the L2 term, {@code 1 × 1}
 * @param cost J and its cross-entropy alone, {@code 1 × 2}
 */
record StepMemory(
    Tensor input,
    Tensor labels,
    ParameterMemory parameters,
    ParameterMemory gradients,
    Activations activations,
    DropoutLayers dropout,
    StepState state,
    Tensor penalty,
    Tensor cost) {
  /**
   * Allocates. The stored features have memory only until {@code gathering} returns, and what is
   * not needed before is allocated after that.
   *
   * @param backend whose layouts and alignment the memory has
   * @param arena where all of it is allocated; closed by the caller
   * @param rows m, at most the rows of {@code features} if they are gathered
   * @param seed of the dropout masks
   * @param gathering makes the input of the stored features
   */
  static StepMemory allocate(
      Backend backend,
      Arena arena,
      Network network,
      Features features,
      long rows,
      Regularization regularization,
      long seed,
      BiConsumer<DeviceFeatures, Tensor> gathering) {
    Tensor input = arena.allocate(ElementType.REAL, Shape.of(rows, features.columns()));
    try (Arena staging = arena.inside()) {
      gathering.accept(DeviceFeatures.allocate(staging, features, rows, rows), input);
    }
    return new StepMemory(
        input,
        arena.allocate(ElementType.REAL, Shape.of(rows, 1)),
        ParameterMemory.allocate(backend, arena, network),
        ParameterMemory.allocate(backend, arena, network),
        ActivationLayout.forTraining(backend, network, rows).allocate(arena),
        DropoutLayers.allocate(arena, network, regularization, seed, rows),
        StepState.allocate(arena),
        arena.allocate(ElementType.REAL, Shape.of(1, 1)),
        arena.allocate(ElementType.REAL, Shape.of(1, 2)));
  }
}
