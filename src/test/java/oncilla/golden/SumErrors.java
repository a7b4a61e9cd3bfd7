package oncilla.golden;

import java.util.SplittableRandom;
import oncilla.backend.Precision;

/**
 * What rounding adds to the sums of a pass.
 *
 * <p>A sum of k terms that is added up one by one rounds k partial sums, each with an error of at
 * most u times that partial sum. For terms in random order a partial sum has a mean square of at
 * most S² + ‖t‖², with S the sum and ‖t‖² the sum of the squares of its terms. Independent errors
 * add up in squares, so that the error of the sum has a standard deviation of at most
 *
 * <pre>
 *   u · √(k + 4) · √(S² + ‖t‖²)
 * </pre>
 *
 * with 4 roundings more for inputs, factors, and functions that are not correctly rounded. A sum in
 * parts has shorter chains, so this covers every order. What cancels is not forgotten: S may be
 * small, ‖t‖ is not.
 */
@FunctionalInterface
interface SumErrors {
  /** Roundings beside those of the sum. */
  int FEW = 4;

  /**
   * The error to add to a sum.
   *
   * @param sum S
   * @param squares ‖t‖²
   * @param terms k; 0 for a number that is no sum
   */
  double of(double sum, double squares, int terms);

  /** No errors. */
  static SumErrors none() {
    return (sum, squares, terms) -> 0;
  }

  /** Errors drawn from normals with the standard deviation of that precision. */
  static SumErrors drawn(Precision precision, SplittableRandom random) {
    return (sum, squares, terms) ->
        random.nextGaussian() * deviation(precision, sum, squares, terms);
  }

  /** The standard deviation. */
  static double deviation(Precision precision, double sum, double squares, int terms) {
    return precision.unitRoundoff() * Math.sqrt(terms + FEW) * Math.sqrt(sum * sum + squares);
  }
}
