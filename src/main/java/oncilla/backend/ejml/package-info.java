/**
 * The reference: every operation in the plainest EJML, one array per allocation, nothing
 * asynchronous. {@link oncilla.backend.ejml.EjmlOps} is meant to be read beside the formulas of
 * {@link oncilla.backend.Ops}.
 *
 * <p>All numbers are kept and computed in double. In fp32 the same code runs and the result of
 * every operation is rounded to float once, so the reference is at least as exact as any fp32
 * device. It is pure Java and loads no native code.
 *
 * <p>Matrix products go through {@link oncilla.backend.ejml.Matmul}. The CPU backend, where its
 * native library does not load, opens this one with {@link oncilla.backend.ejml.ThreadedMatmul}
 * through the service {@link oncilla.backend.host.PlainJavaBackend}. Lifetime, transfers and plans
 * are those of any {@link oncilla.backend.host.HostBackend}.
 */
package oncilla.backend.ejml;
