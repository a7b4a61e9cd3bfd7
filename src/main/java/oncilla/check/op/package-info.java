/**
 * The cases of every operation, and the checker that runs them. {@link oncilla.check.op.OpCases} is
 * the one table: for each operation its operands, inputs, tolerance, number of operations and
 * gradients, at extents that straddle tiles and vectors. {@link oncilla.check.op.OpChecker} runs an
 * {@link oncilla.check.op.OpCase} on a backend and on the EJML fp64 reference, with guard zones
 * around the operands, and compares the results; {@link oncilla.check.op.Tolerance} says how far
 * they may be apart.
 *
 * <p>Parity tests, gradient tests, tests of bad arguments, {@code crosscheck}, {@code devices
 * --check}, {@code tune} and {@code bench} all read the same table, so a new operation gets all of
 * them by its cases here.
 */
package oncilla.check.op;
