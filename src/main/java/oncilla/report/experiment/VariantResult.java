package oncilla.report.experiment;

import java.util.Optional;
import oncilla.report.Curve;
import oncilla.report.figure.DecisionMap;
import oncilla.train.metric.Metrics;

/**
 * The result of training one variant of an experiment.
 *
 * @param key names the variant in files and for programs
 * @param name names the variant in tables and legends
 * @param meaning what was done and what is to be seen, a sentence or two
 * @param cost J while training; the curve has the variant's name
 * @param train metrics on the training set after the last update
 * @param test metrics on the test set after the last update, where there is a test set
 * @param seconds from the first step to the last
 * @param map what the model predicts in the plane, where there are two inputs
 */
public record VariantResult(
    String key,
    String name,
    String meaning,
    Curve cost,
    Metrics train,
    Optional<Metrics> test,
    double seconds,
    Optional<DecisionMap> map) {}
