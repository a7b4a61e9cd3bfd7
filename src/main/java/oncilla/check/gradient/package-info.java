/**
 * Checking that the gradient of a training step is the derivative of the cost. {@link
 * oncilla.check.gradient.GradientCheck} is the way in: it takes the gradient g of the backward
 * pass, and {@link oncilla.check.gradient.CentralDifferences} computes ĝ from the costs on both
 * sides of a parameter. {@link oncilla.check.gradient.CostFunction} is that cost, with the formulas
 * of the forward pass written a second time.
 *
 * <p>{@link oncilla.check.gradient.GradientVerifier} compares g with ĝ, {@link
 * oncilla.check.gradient.ParameterBlock} by block; {@link oncilla.check.gradient.GradientBound}
 * says how far the two may be apart, for which {@link oncilla.check.gradient.GradientTerms} says
 * what each element is summed from. Where ReLU has a kink between two points their {@link
 * oncilla.check.gradient.SignPattern}s differ, and the element is left out and counted. {@link
 * oncilla.check.gradient.GradientPoint} moves the biases off zero, where such kinks would be
 * everywhere.
 */
package oncilla.check.gradient;
