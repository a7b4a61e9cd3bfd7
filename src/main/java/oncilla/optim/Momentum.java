package oncilla.optim;

import oncilla.backend.UpdateRule;

/**
 * Gradient descent with momentum, as PyTorch defines it; see {@link UpdateRule.Momentum}.
 *
 * @param momentum μ, at least 0 and below 1
 * @param nesterov whether to look ahead
 */
public record Momentum(double momentum, boolean nesterov) implements Optimizer {
  /** Checks μ. */
  public Momentum {
    new UpdateRule.Momentum(momentum, nesterov);
  }

  @Override
  public UpdateRule rule() {
    return new UpdateRule.Momentum(momentum, nesterov);
  }
}
