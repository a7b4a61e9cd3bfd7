/**
 * Comparing a backend with the reference. {@link oncilla.check.op.OpCases} is the one table of
 * operations: operands, inputs, tolerance, gradients and cost of each; {@link
 * oncilla.check.op.OpChecker} runs a case on a backend and on the EJML fp64 reference and judges
 * the difference. Parity tests, gradient tests, tests of bad arguments, {@code crosscheck}, {@code
 * devices --check} and {@code bench} all read the same table.
 *
 * <p>{@link oncilla.check.gradient.GradientCheck} asks something else: whether the gradient of a
 * training step is the derivative of the cost. {@link oncilla.check.gradient.CostFunction} is that
 * cost, recorded once; {@link oncilla.check.gradient.CentralDifferences} runs it on both sides of
 * an element; {@link oncilla.check.gradient.GradientVerifier} compares, and {@link
 * oncilla.check.gradient.GradientBound} says how far the two may be apart.
 */
package oncilla.check;
