package oncilla.backend.cpu;

import static oncilla.backend.cpu.CpuTensor.own;
import static oncilla.backend.cpu.CpuTensor.reals;

import oncilla.backend.ParameterUpdate;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;

/** The update by each rule, on gradients that have their L2 term; nothing after a bad step. */
final class UpdateLoops {
  /** Work of Adam in vectors, in additions or so. */
  private static final int ADAM = 4;

  private UpdateLoops() {}

  /** The update by {@code rule}, of clipped gradients where there is a limit. */
  static Runnable of(UpdateRule rule, ParameterUpdate update, StepState state) {
    Runnable change =
        rule.choose(
            descent -> descent(update, state),
            momentum -> momentum(momentum, update, state)::run,
            adam -> adam(adam, update, state)::run);
    if (update.clipping().isEmpty()) {
      return change;
    }
    Runnable norm = ReductionLoops.norm(update.gradients(), update.clipping().get().norm(), state);
    return () -> {
      norm.run();
      change.run();
    };
  }

  /** What gradients are multiplied by. */
  private static double factor(ParameterUpdate update) {
    return update.clipping().map(it -> it.factor(reals(it.norm()).get(0))).orElse(1.0);
  }

  private static Runnable descent(ParameterUpdate update, StepState state) {
    Tensor parameters = update.parameters();
    Tensor gradients = update.gradients();
    Axpy descent = new Axpy(reals(gradients), reals(parameters), parameters.shape().size());
    CpuState counters = new CpuState(state);
    return () -> {
      own(parameters);
      own(gradients);
      if (counters.isGood()) {
        descent.run(-counters.learningRate() * factor(update));
      }
    };
  }

  /** v = μ · v + g, then θ = θ − rate · v, or θ − rate · (g + μ · v), unless a step was bad. */
  private static SharedLoop momentum(
      UpdateRule.Momentum rule, ParameterUpdate update, StepState state) {
    CpuState counters = new CpuState(state);
    return new SharedLoop(
        update.parameters().shape().size(),
        4,
        (from, to) -> {
          if (!counters.isGood()) {
            return;
          }
          reals(update.parameters())
              .momentum(
                  reals(update.gradients()),
                  reals(update.moments().get(0)),
                  from,
                  to,
                  new UpdateArrays.Momentum(
                      factor(update), rule.momentum(), counters.learningRate(), rule.nesterov()));
        });
  }

  /**
   * m and v towards g and g², then θ = θ · (1 − rate · weight decay) − rate / c1 · m / (√v / √c2 +
   * ε), with c = 1 − βᵗ.
   */
  private static SharedLoop adam(UpdateRule.Adam rule, ParameterUpdate update, StepState state) {
    CpuState counters = new CpuState(state);
    return new SharedLoop(
        update.parameters().shape().size(),
        ADAM,
        (from, to) -> {
          if (!counters.isGood()) {
            return;
          }
          long t = counters.step() + 1;
          double rate = counters.learningRate();
          reals(update.parameters())
              .adam(
                  reals(update.gradients()),
                  reals(update.moments().get(0)),
                  reals(update.moments().get(1)),
                  from,
                  to,
                  new UpdateArrays.Adam(
                      factor(update),
                      1 - rule.beta1(),
                      1 - rule.beta2(),
                      rate / UpdateRule.Adam.correction(rule.beta1(), t),
                      Math.sqrt(UpdateRule.Adam.correction(rule.beta2(), t)),
                      rule.epsilon(),
                      rate * rule.weightDecay()));
        });
  }
}
