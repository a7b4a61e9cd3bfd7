package oncilla.backend;

import java.util.function.Function;

/** How gradients change parameters, element by element; see {@link Ops#update}. */
public sealed interface UpdateRule {
  /** How many numbers the rule remembers for each parameter from one step to the next. */
  int moments();

  /** The rule as a person would name it, in one word or two. */
  String label();

  /**
   * What this rule's own function makes of it. Whoever treats rules differently asks here, so that
   * a further rule does not compile before each of them has an answer.
   *
   * @param descent for {@link GradientDescent}
   * @param momentum for {@link Momentum}
   */
  <T> T choose(Function<GradientDescent, T> descent, Function<Momentum, T> momentum);

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

    @Override
    public <T> T choose(Function<GradientDescent, T> descent, Function<Momentum, T> momentum) {
      return descent.apply(this);
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

    @Override
    public <T> T choose(Function<GradientDescent, T> descent, Function<Momentum, T> withMomentum) {
      return withMomentum.apply(this);
    }
  }
}
