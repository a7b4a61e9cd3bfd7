/**
 * Comparing a backend with the reference, EJML in fp64. {@link oncilla.check.Crosscheck} makes two
 * comparisons and sums each up in {@link oncilla.check.CheckRow}s: every operation by itself, with
 * the cases and the checker of {@code check.op}; and a few training steps of a {@link
 * oncilla.check.TrainingCase}, whose parameters {@link oncilla.check.StepComparison} compares after
 * each step.
 *
 * <p>{@code check.gradient} asks something else: whether the gradient of a training step is the
 * derivative of the cost. Nothing in these packages knows a device; what rounding may do is always
 * a bound with its reason, never a number that happened to hold.
 */
package oncilla.check;
