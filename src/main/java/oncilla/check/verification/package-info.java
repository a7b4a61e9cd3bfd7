/**
 * Running cases and judging what comes out. {@link oncilla.check.verification.OpChecker} runs an
 * {@link oncilla.check.op.OpCase} on a backend and on the EJML fp64 reference, with guard zones
 * around the operands ({@link oncilla.check.verification.Surroundings}), and compares the results.
 * Two services are built on it: {@link oncilla.check.verification.ReferenceOpVerifier} lets a
 * backend verify its kernels before it trusts them, and {@link
 * oncilla.check.verification.ReferenceVerifier} lets a tuner try a variant of a product.
 */
package oncilla.check.verification;
