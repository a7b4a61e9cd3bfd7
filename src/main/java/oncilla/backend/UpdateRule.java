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
   * @param adam for {@link Adam}
   */
  <T> T choose(
      Function<GradientDescent, T> descent, Function<Momentum, T> momentum, Function<Adam, T> adam);

  /**
   * Checks that the rule's numbers can be told from 0 in {@code precision}.
   *
   * @throws IllegalArgumentException if one of them cannot
   */
  default void requireFit(Precision precision) {}

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
    public <T> T choose(
        Function<GradientDescent, T> descent,
        Function<Momentum, T> momentum,
        Function<Adam, T> adam) {
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
    public <T> T choose(
        Function<GradientDescent, T> descent,
        Function<Momentum, T> withMomentum,
        Function<Adam, T> adam) {
      return withMomentum.apply(this);
    }
  }

  /**
   * Adam, as PyTorch defines it; with a weight decay of its own it is AdamW:
   *
   * <pre>
   *   t = step + 1
   *   m = β1 · m + (1 − β1) · g        v = β2 · v + (1 − β2) · g²
   *   θ = θ · (1 − rate · weight decay)
   *   θ = θ − rate / (1 − β1ᵗ) · m / (√v / √(1 − β2ᵗ) + ε)
   * </pre>
   *
   * <p>The first moment is m, the second v. The weight decay acts on every parameter, biases too,
   * and is no part of the gradient, as the L2 term of an update is.
   *
   * @param beta1 β1, how much of m stays, at least 0 and below 1
   * @param beta2 β2, how much of v stays, at least 0 and below 1
   * @param epsilon ε, positive, so that a gradient that was always 0 changes nothing
   * @param weightDecay at least 0; 0 is Adam
   */
  record Adam(double beta1, double beta2, double epsilon, double weightDecay)
      implements UpdateRule {
    /** Checks the ranges. */
    public Adam {
      requireBeta("beta1", beta1);
      requireBeta("beta2", beta2);
      if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
        throw new IllegalArgumentException(
            "the epsilon of Adam is positive and finite, not " + epsilon);
      }
      if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
        throw new IllegalArgumentException(
            "a weight decay is at least 0 and finite, not " + weightDecay);
      }
    }

    private static void requireBeta(String name, double beta) {
      if (!(beta >= 0 && beta < 1)) {
        throw new IllegalArgumentException(
            name + " of Adam lies in 0 ... 1, 1 excluded, not " + beta);
      }
    }

    /**
     * 1 − βᵗ, without the cancellation that there is between 1 and a power near it.
     *
     * @param t from 1
     */
    public static double correction(double beta, long t) {
      return -Math.expm1(t * Math.log(beta));
    }

    @Override
    public int moments() {
      return 2;
    }

    @Override
    public String label() {
      return (weightDecay > 0 ? "adamw " : "adam ")
          + beta1
          + " "
          + beta2
          + " "
          + epsilon
          + (weightDecay > 0 ? " " + weightDecay : "");
    }

    /** A device may take numbers below the smallest normal one for 0. */
    @Override
    public void requireFit(Precision precision) {
      double smallest = precision == Precision.FP32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
      if (epsilon < smallest) {
        throw new IllegalArgumentException(
            "an epsilon of %s is too small for %s, whose smallest is %s"
                .formatted(epsilon, precision.label(), smallest));
      }
    }

    @Override
    public <T> T choose(
        Function<GradientDescent, T> descent,
        Function<Momentum, T> momentum,
        Function<Adam, T> withMoments) {
      return withMoments.apply(this);
    }
  }
}
