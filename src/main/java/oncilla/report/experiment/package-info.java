/**
 * The folder that an experiment leaves: a page with tables and figures. An {@link
 * oncilla.report.experiment.ExperimentReport} takes a {@link
 * oncilla.report.experiment.VariantResult} for each variant that was trained, writes accuracies and
 * costs as CSV, has the figures drawn, and puts all of it on a {@link
 * oncilla.report.experiment.MarkdownPage}.
 */
package oncilla.report.experiment;
