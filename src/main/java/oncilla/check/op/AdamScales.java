package oncilla.check.op;

import java.util.List;
import oncilla.backend.UpdateRule;

/**
 * Magnitudes that rounding errors of an update by Adam are relative to.
 *
 * @param rule β1, β2, ε and the weight decay
 * @param step of the state that the update meets
 * @param rate the learning rate
 */
record AdamScales(UpdateRule.Adam rule, long step, double rate) {
  /** A difference, a product and a sum. */
  private static final int OF_MOMENTS = 4;

  /**
   * In OpenCL and fp32: expm1 and a square root of 3 ulp each, twice, four divisions of 2.5 ulp,
   * and nine roundings of constants, products and sums; an ulp is two roundings.
   */
  private static final int OF_PARAMETERS = 53;

  /**
   * The tolerances: of m relative to |m| + (1 − β1) · |g|, of v relative to v + (1 − β2) · g², and
   * of θ relative to |θ| and the length of its step, which has the relative error of the new v.
   *
   * @param gradients with the L2 term
   * @param magnitudes the sums of the magnitudes of their terms
   * @param moments m and v before
   */
  UpdateOperands.Tolerances of(
      double[] theta, double[] gradients, double[] magnitudes, double[][] moments) {
    double length = rate / UpdateRule.Adam.correction(rule.beta1(), step + 1);
    double root = Math.sqrt(UpdateRule.Adam.correction(rule.beta2(), step + 1));
    double[] first = new double[theta.length];
    double[] second = new double[theta.length];
    double[] parameters = new double[theta.length];
    for (int i = 0; i < theta.length; i++) {
      double square = gradients[i] * gradients[i];
      double v = rule.beta2() * moments[1][i] + (1 - rule.beta2()) * square;
      first[i] = Math.abs(moments[0][i]) + (1 - rule.beta1()) * magnitudes[i];
      second[i] = moments[1][i] + (1 - rule.beta2()) * magnitudes[i] * magnitudes[i];
      parameters[i] =
          Math.abs(theta[i])
              + length * first[i] / (Math.sqrt(v) / root + rule.epsilon()) * (second[i] / v);
    }
    return new UpdateOperands.Tolerances(
        new Tolerance(OF_PARAMETERS, c -> parameters, "Adam's functions and sums"),
        List.of(
            new Tolerance(OF_MOMENTS, c -> first, "a running mean"),
            new Tolerance(2 * OF_MOMENTS, c -> second, "a running mean of squares")));
  }
}
