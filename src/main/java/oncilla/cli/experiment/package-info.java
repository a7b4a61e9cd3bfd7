/**
 * The commands that repeat the notes' experiments and compare runs: {@code experiment
 * initialization}, {@code experiment regularization} and {@code plot}. Each experiment is a list of
 * variants with the words around them; {@link oncilla.cli.experiment.Experiment} trains every
 * variant, and {@link oncilla.cli.experiment.ExperimentRun} is what all experiments share, from
 * options to the written page.
 */
package oncilla.cli.experiment;
