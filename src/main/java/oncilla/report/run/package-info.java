/**
 * The directory of a training run: its files, written while the run goes and read again afterwards.
 * {@link oncilla.report.run.RunDirectory} claims the folder and names the files. {@link
 * oncilla.report.run.ConfigFile} is written before the first step, {@link
 * oncilla.report.run.MetricsFile} grows during the run, and {@link oncilla.report.run.ResultFile}
 * follows after the last step.
 *
 * <p>Curves for a plot come from {@link oncilla.report.run.CostHistory} while a run goes, and from
 * a {@link oncilla.report.run.SavedRun} afterwards; {@link oncilla.report.run.RunLabels} names
 * several saved runs by what they differ in. A {@link oncilla.report.run.TrainedRun} is what a
 * verdict on a saved model wants to know of its training.
 *
 * <p>A run that goes on keeps what a {@link oncilla.report.run.MetricsCut} leaves of its metrics; a
 * {@link oncilla.report.run.RunConfig} is a configuration that is read to run it again, and a
 * {@link oncilla.report.run.RunComparison} says whether two runs are the same.
 */
package oncilla.report.run;
