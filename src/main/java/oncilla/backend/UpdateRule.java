package oncilla.backend;

/** How gradients change parameters, element by element; see {@link Ops#update}. */
public sealed interface UpdateRule {
  /** How many numbers the rule remembers for each parameter from one step to the next. */
  int moments();

  /** The rule as a person would name it, in one word or two. */
  String label();

  /** Plain gradient descent: θ = θ − rate · g. */
  record GradientDescent() implements UpdateRule {
    @Override
    public int moments() {
      return 0;
    }

    @Override
    public String label() {
      return "descent";
    }
  }

  /**
   * Gradient descent with momentum, as PyTorch defines it: v = μ · v + g, θ = θ − rate · v, or with
   * Nesterov's look-ahead θ = θ − rate · (g + μ · v).
   *
   * @param momentum μ, at least 0 and below 1
   * @param nesterov whether to look ahead
   */
  record Momentum(double momentum, boolean nesterov) implements UpdateRule {
    /** Checks μ. */
    public Momentum {
      if (!(momentum >= 0 && momentum < 1)) {
        throw new IllegalArgumentException(
            "a momentum lies in 0 ... 1, 1 excluded, not " + momentum);
      }
    }

    @Override
    public int moments() {
      return 1;
    }

    @Override
    public String label() {
      return (nesterov ? "nesterov " : "momentum ") + momentum;
    }
  }
}
