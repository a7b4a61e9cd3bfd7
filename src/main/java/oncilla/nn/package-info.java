/**
 * Models: immutable descriptions of layers ({@link oncilla.nn.Network}), the values of their
 * parameters ({@link oncilla.nn.Parameters}) and how they start ({@link
 * oncilla.nn.Initialization}), and how all that becomes operations on a backend.
 *
 * <p>Memory comes first: {@link oncilla.nn.ParameterMemory} for parameters and gradients, {@link
 * oncilla.nn.ActivationLayout} for what lies between the layers, placed by lifetime. Then {@link
 * oncilla.nn.ForwardPass} submits the formulas of the notes up to the logits, and describes the
 * whole training step as a {@link oncilla.backend.TrainingPass}, which the backend computes.
 */
package oncilla.nn;
