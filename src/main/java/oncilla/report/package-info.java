/**
 * What a run leaves behind and shows while it goes: the run directory with its files, the cost
 * plot, the progress line, tables.
 *
 * <p>{@link oncilla.report.run.RunDirectory} claims the folder. {@link
 * oncilla.report.run.ConfigFile} is written before the first step, {@link
 * oncilla.report.run.MetricsFile} grows during the run, and {@link oncilla.report.run.ResultFile}
 * and {@link oncilla.report.figure.CostPlot} follow after the last step. {@link
 * oncilla.report.run.SavedRun} reads a run again, to be compared with others.
 *
 * <p>Figures are a {@link oncilla.report.figure.CostPlot}, a {@link
 * oncilla.report.figure.BoundaryPlot} or a {@link oncilla.report.figure.SweepPlot} on a {@code
 * Drawing}, all in one {@code ChartStyle}; an {@link oncilla.report.experiment.ExperimentReport}
 * makes a page of them.
 *
 * <p>{@link oncilla.report.progress.LiveProgress} and {@link oncilla.report.progress.PlainProgress}
 * tell a person how far it is. Whatever cannot be written is an {@link
 * oncilla.report.OutputException}.
 */
package oncilla.report;
