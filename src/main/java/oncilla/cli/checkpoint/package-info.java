/**
 * How a run of {@code train} outlives its process, and how it is run again: {@link
 * oncilla.cli.checkpoint.Checkpoints} says when its state is kept, {@link
 * oncilla.cli.checkpoint.Interruption} hears that it is to stop, {@link
 * oncilla.cli.checkpoint.SavedOptions} makes a command line of a {@code config.json} again, and
 * {@link oncilla.cli.checkpoint.DataIdentity} tells whether the data is still the same.
 */
package oncilla.cli.checkpoint;
