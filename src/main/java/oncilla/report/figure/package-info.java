/**
 * Figures as PNG files. {@link oncilla.report.figure.CostPlot} draws costs and accuracies against
 * iterations, {@link oncilla.report.figure.SweepPlot} accuracies against a setting, {@link
 * oncilla.report.figure.ScalingPlot} times against sizes, and {@link
 * oncilla.report.figure.BoundaryPlot} what a model predicts in the plane, from a {@link
 * oncilla.report.figure.DecisionMap} over a {@link oncilla.report.figure.PlaneArea}. {@link
 * oncilla.report.figure.EvaluationFigures} are what a model is worth on a data set, and a {@link
 * oncilla.report.figure.ContactSheet} shows pictures.
 *
 * <p>The figures of one run are {@link oncilla.report.figure.PendingFigure}s that are drawn at the
 * same time. Each is painted on a {@link oncilla.report.figure.Drawing}, a sheet with a title, with
 * XChart in one {@link oncilla.report.figure.ChartStyle}; {@link oncilla.report.figure.LinePanel}
 * and {@link oncilla.report.figure.Legend} are what plots of lines share. A machine that cannot
 * draw text ({@link oncilla.report.figure.Fonts}) costs the figure and a warning, never the run.
 */
package oncilla.report.figure;
