/**
 * What every backend is: memory ({@link oncilla.backend.Arena}, {@link oncilla.backend.Tensor}),
 * mathematics ({@link oncilla.backend.Ops}) and recorded work ({@link oncilla.backend.Plan}),
 * behind one {@link oncilla.backend.Backend}. Models and the trainer know no more of a device than
 * this package says.
 *
 * <p>{@code Ops} is a page. What varies is an argument: the {@link oncilla.backend.Activation}, the
 * {@link oncilla.backend.Dropout} behind it, the {@link oncilla.backend.UpdateRule} with the {@link
 * oncilla.backend.ParameterUpdate} that it works on. The largest operation is a whole training
 * step, a {@link oncilla.backend.TrainingPass}; a backend decides which parts of it to compute at
 * once. {@link oncilla.backend.checked.CheckedOps} stands in front of each backend's operations and
 * is the one place that checks arguments. What changes from one step to the next is a {@link
 * oncilla.backend.StepState} in the device's memory.
 *
 * <p>Tensors that share an allocation are a {@link oncilla.backend.TensorBlock}, laid out by a
 * {@link oncilla.backend.BlockLayout}. A tensor of another backend comes in through {@link
 * oncilla.backend.Backend#copy}, which {@code TensorCopy} does by way of arrays.
 *
 * <p>The rooms: {@code checked} checks arguments; {@code provider} chooses a backend and explains
 * the choice; {@code tuning} is what users of a tuner see; {@code ejml}, {@code cpu} and {@code
 * opencl} are the backends, and {@code host} is what the first two share. Backends are found
 * through {@link java.util.ServiceLoader}; nothing else reaches them.
 */
package oncilla.backend;
