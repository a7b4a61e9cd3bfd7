/**
 * Comparing a backend with the reference. {@link oncilla.check.OpCases} is the one table of
 * operations: operands, inputs, tolerance, gradients and cost of each; {@link
 * oncilla.check.OpChecker} runs a case on a backend and on the EJML fp64 reference and judges the
 * difference. Parity tests, gradient tests, tests of bad arguments, {@code crosscheck}, {@code
 * devices --check} and {@code bench} all read the same table.
 *
 * <p>{@link oncilla.check.GradientCheck} asks something else: whether the gradient of a training
 * step is the derivative of the cost. {@link oncilla.check.CostFunction} is that cost, recorded
 * once; {@link oncilla.check.CentralDifferences} runs it on both sides of an element; {@link
 * oncilla.check.GradientJudge} compares, and {@link oncilla.check.GradientBound} says how far the
 * two may be apart.
 */
package oncilla.check;
