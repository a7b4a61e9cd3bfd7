package oncilla.check.op;

import oncilla.backend.Precision;

/**
 * How far a result may be from the reference: |error| ≤ roundings · u · scale, element by element,
 * with u the unit roundoff of the backend's precision. The count follows the length of the sums and
 * the scale their terms, so a bound is neither wider than rounding explains nor missed by luck.
 *
 * @param roundings how many roundings add up
 * @param scale the magnitude they are relative to
 * @param reason why this count, for people who read a table of differences
 */
public record Tolerance(double roundings, Scale scale, String reason) {
  /**
   * Rounding errors of a sum of n terms behave like independent ones: with probability above 1 −
   * 2·exp(−λ²/2) they stay below λ·√n·u times the sum of magnitudes, for λ = 6 in all but 3 of 10⁸
   * elements. Source: N. Higham, T. Mary, "A new approach to probabilistic rounding error
   * analysis", SIAM J. Sci. Comput. 41 (2019). The worst case n·u would hide a missing term of a
   * long sum.
   */
  private static final double LAMBDA = 6;

  /** The magnitude that roundings are relative to. */
  @FunctionalInterface
  public interface Scale {
    /** One number for each element of the output. */
    double[] of(ScaleContext context);
  }

  /** What a scale may be computed from. */
  public interface ScaleContext {
    /** What operand {@code name} held before the operation. */
    double[] input(String name);

    /** The reference's result for the output in question. */
    double[] reference();

    /** The reference's result for the same operation on the magnitudes of all real inputs. */
    double[] onMagnitudes();
  }

  /** Equal to the reference. */
  public static Tolerance exact() {
    return new Tolerance(0, ScaleContext::reference, "only selects or copies");
  }

  /** Relative to the result itself. */
  public static Tolerance relative(double roundings, String reason) {
    return new Tolerance(roundings, ScaleContext::reference, reason);
  }

  /**
   * A sum of {@code terms} terms, relative to the sum of their magnitudes, and {@code more}
   * roundings.
   */
  public static Tolerance sum(long terms, double more) {
    return sum(terms, more, ScaleContext::onMagnitudes);
  }

  /** A sum of {@code terms} terms, relative to {@code scale}. */
  public static Tolerance sum(long terms, double more, Scale scale) {
    return new Tolerance(
        LAMBDA * Math.sqrt(terms) + more, scale, "6 sqrt(" + terms + ") roundings of a sum");
  }

  /** The bound of an element of magnitude {@code scale}; never below the smallest normal number. */
  public double bound(Precision precision, double scale) {
    double tiny = precision == Precision.FP32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    return roundings == 0 ? 0 : roundings * precision.unitRoundoff() * Math.abs(scale) + tiny;
  }
}
