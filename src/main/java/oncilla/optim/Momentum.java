package oncilla.optim;

import oncilla.backend.UpdateRule;

/**
 * Gradient descent with momentum, as PyTorch defines it.
 *
 * @param rule μ, and whether to look ahead
 */
public record Momentum(UpdateRule.Momentum rule) implements Optimizer {
  /**
   * Momentum with this rule.
   *
   * @param momentum μ, at least 0 and below 1
   * @param nesterov whether to look ahead
   */
  public Momentum(double momentum, boolean nesterov) {
    this(new UpdateRule.Momentum(momentum, nesterov));
  }
}
