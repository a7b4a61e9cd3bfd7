/**
 * The cases of every operation. {@link oncilla.check.op.OpCases} is the one table: for each
 * operation its operands, inputs, tolerance, number of operations and gradients, at extents that
 * straddle tiles and vectors. {@link oncilla.check.op.Tolerance} says how far a result may be from
 * the reference's, and why. {@link oncilla.check.op.ExerciseCases} are the cases of a launch that a
 * backend verifies. The room {@code verification} runs them.
 *
 * <p>Parity tests, gradient tests, tests of bad arguments, {@code crosscheck}, {@code devices
 * --check}, {@code tune} and {@code bench} all read the same table, so a new operation gets all of
 * them by its cases here.
 */
package oncilla.check.op;
