/**
 * Comparing a backend with the reference. {@link oncilla.check.OpCases} is the one table of
 * operations: operands, inputs, tolerance, gradients and cost of each; {@link
 * oncilla.check.OpChecker} runs a case on a backend and on the EJML fp64 reference and judges the
 * difference. Parity tests, gradient tests, tests of bad arguments, {@code crosscheck} and {@code
 * devices --check} all read the same table.
 */
package oncilla.check;
