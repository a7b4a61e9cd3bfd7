/**
 * The OpenCL backend itself. {@link oncilla.backend.opencl.runtime.OpenClBackend} owns a device,
 * its queue and what it handed out ({@code OpenDevice}, {@code HandedOut}); {@link
 * oncilla.backend.opencl.runtime.OpenClOps} turns each operation into launches, which the {@code
 * …Launches} of each kernel file and the chosen variants of matrix products make; {@code
 * OpenClPlan} keeps them, each with its kernel object and its arguments bound, so that a replay is
 * a loop of bare enqueues, and {@code ImmediateSink} enqueues them at once.
 *
 * <p>Of a training step {@code NarrowLayers} says which layers at the end of the net are narrow
 * enough to be computed together, in two launches that {@code NarrowLaunches} makes.
 *
 * <p>{@link oncilla.backend.opencl.runtime.KernelParameters} holds the sizes that differ between
 * GPUs and CPU devices. {@code VerifiedOps} stand before the operations and have kernels verified
 * that a run has not used before.
 */
package oncilla.backend.opencl.runtime;
