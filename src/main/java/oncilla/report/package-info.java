/**
 * What the program writes for people and other programs; this package holds what the rooms below
 * share. {@link oncilla.report.Json}, {@link oncilla.report.CsvTable} and {@link
 * oncilla.report.TextTable} are the formats, a {@link oncilla.report.Curve} is values over
 * iterations, and a file that cannot be written is an {@link oncilla.report.OutputException} of one
 * line.
 *
 * <p>The rooms: {@code run}, the files of a run directory; {@code progress}, how far a run is, on
 * the terminal; {@code figure}, drawings as PNG; {@code experiment}, the page of an experiment.
 */
package oncilla.report;
