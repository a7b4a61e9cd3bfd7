package oncilla.optim;

import oncilla.backend.UpdateRule;

/**
 * Adam, or AdamW where its weight decay is not 0, as PyTorch defines them.
 *
 * @param rule β1, β2, ε and the weight decay
 */
public record Adam(UpdateRule.Adam rule) implements Optimizer {
  /** Adam with PyTorch's defaults: β1 = 0.9, β2 = 0.999, ε = 1e-8. */
  public static Adam withDefaults() {
    return new Adam(new UpdateRule.Adam(0.9, 0.999, 1e-8, 0));
  }
}
