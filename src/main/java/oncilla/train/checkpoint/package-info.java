/**
 * The state of a run in files, so that it can go on. A {@link
 * oncilla.train.checkpoint.TrainingState} is all that cannot be computed again; a {@link
 * oncilla.train.checkpoint.CheckpointFile} makes a file of it in which no changed bit goes
 * unnoticed, and a {@link oncilla.train.checkpoint.CheckpointFolder} keeps the last few and the
 * best of them and finds the newest that is whole. The trainer asks {@link
 * oncilla.train.checkpoint.Pauses} between two updates whether it is time; a {@link
 * oncilla.train.checkpoint.CheckpointInterval} says how often that is.
 */
package oncilla.train.checkpoint;
