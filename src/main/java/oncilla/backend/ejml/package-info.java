/**
 * The reference: every operation in the plainest EJML, one array per allocation, nothing
 * asynchronous. {@link oncilla.backend.ejml.EjmlOps} is meant to be read beside the formulas of
 * {@link oncilla.backend.Ops}.
 *
 * <p>All numbers are kept and computed in double. In fp32 the same code runs and the result of
 * every operation is rounded to float once, so the reference is at least as exact as any fp32
 * device. It is pure Java and loads no native code.
 *
 * <p>Matrix products go through {@link oncilla.backend.ejml.Matmul}, the one part that the CPU
 * backend replaces where it has no native library; everything else is shared. Where it has one, it
 * shares what any backend is that computes in the caller's thread, without EJML: its processor
 * ({@link oncilla.backend.host.HostCpu}) and its work ({@link oncilla.backend.host.HostQueue}).
 */
package oncilla.backend.ejml;
