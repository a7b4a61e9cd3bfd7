/**
 * The training loop. A {@code TrainingStep} is recorded once on a backend and replayed; the {@code
 * Trainer} replays it and now and then reads the cost; {@link oncilla.train.TrainingListener}s
 * watch.
 */
package oncilla.train;
