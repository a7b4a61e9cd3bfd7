/**
 * Models: immutable descriptions of layers ({@link oncilla.nn.Network}), the values of their
 * parameters ({@link oncilla.nn.Parameters}) and how they start ({@link
 * oncilla.nn.Initialization}), and how all that becomes operations on a backend.
 *
 * <p>Memory comes first: {@link oncilla.nn.ParameterMemory} for parameters and gradients, {@link
 * oncilla.nn.ActivationLayout} for what lies between the layers, placed by lifetime. Then {@link
 * oncilla.nn.ForwardPass} and {@link oncilla.nn.BackwardPass} submit the formulas of the notes, one
 * operation per line; {@link oncilla.nn.GradientPass} puts them together for a training step and
 * hands the narrow layers at the end to the backend in one piece.
 */
package oncilla.nn;
