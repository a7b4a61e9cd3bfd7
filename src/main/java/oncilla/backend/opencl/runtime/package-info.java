/**
 * The OpenCL backend itself. {@link oncilla.backend.opencl.runtime.OpenClBackend} owns a device and
 * its queue; {@link oncilla.backend.opencl.runtime.OpenClOps} turns each operation into launches,
 * which the {@code …Launches} of each kernel file and the chosen variants of matrix products make;
 * {@link oncilla.backend.opencl.runtime.OpenClPlan} keeps them, each with its kernel object and its
 * arguments bound, so that a replay is a loop of bare enqueues.
 *
 * <p>{@link oncilla.backend.opencl.runtime.KernelParameters} holds the sizes that differ between
 * GPUs and CPU devices. Before all that, a request is matched to a device through the binding that
 * it names.
 */
package oncilla.backend.opencl.runtime;
