/**
 * Files: how they are written ({@link oncilla.io.AtomicFile}: whole or not at all), how another
 * process is kept from writing the same ({@link oncilla.io.ProcessLock}), and the formats of models
 * and of start values.
 *
 * <p>{@link oncilla.io.Safetensors} knows the container and nothing of networks; {@link
 * oncilla.io.ModelFile} puts a trained network into it with all that is needed to use it, {@link
 * oncilla.io.TensorFile} adds checksums, and {@link oncilla.io.InitialParameters} takes start
 * values from it. A file that cannot be used is a {@link oncilla.io.FormatException}: one line with
 * the file, what was found and what was expected.
 */
package oncilla.io;
