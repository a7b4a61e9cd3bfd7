package oncilla.optim;

import oncilla.backend.UpdateRule;

/** Plain gradient descent: θ = θ − learning rate · g. It remembers nothing. */
public record GradientDescent() implements Optimizer {
  @Override
  public UpdateRule rule() {
    return new UpdateRule.GradientDescent();
  }
}
