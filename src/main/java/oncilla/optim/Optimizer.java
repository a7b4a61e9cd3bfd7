package oncilla.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.UpdateRule;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;

/**
 * How gradients change parameters: the rule, and the memory of what it remembers from one step to
 * the next, a block in the layout of the parameters for each number.
 */
public sealed interface Optimizer permits GradientDescent, Momentum, Adam {
  /** The update of one parameter. */
  UpdateRule rule();

  /** Allocates what the rule remembers, all zero. */
  default List<ParameterMemory> allocateMoments(Backend backend, Arena arena, Network network) {
    List<ParameterMemory> moments = new ArrayList<>();
    for (int i = 0; i < rule().moments(); i++) {
      moments.add(ParameterMemory.allocate(backend, arena, network));
    }
    return moments;
  }

  /**
   * The update of all parameters, as one operation.
   *
   * @param moments as {@link #allocateMoments} gave them
   * @param decay λ / m_train of the L2 term, 0 without one
   * @param clipping the largest norm of the whole gradient, where there is a limit
   */
  default ParameterUpdate update(
      ParameterMemory parameters,
      ParameterMemory gradients,
      List<ParameterMemory> moments,
      double decay,
      Optional<ParameterUpdate.Clipping> clipping) {
    return new ParameterUpdate(
        parameters.all(),
        gradients.all(),
        moments.stream().map(ParameterMemory::all).toList(),
        decay,
        parameters.allWeights(),
        gradients.allWeights(),
        clipping);
  }
}
