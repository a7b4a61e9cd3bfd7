/**
 * Showing a person how far a run is. {@link oncilla.report.progress.LiveProgress} draws one line of
 * a terminal again and again; {@link oncilla.report.progress.PlainProgress} prints a line for every
 * cost, for logs and pipes. Both are listeners of the training and take rate and time left from
 * {@link oncilla.report.progress.Pace}.
 */
package oncilla.report.progress;
