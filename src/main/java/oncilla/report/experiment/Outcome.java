package oncilla.report.experiment;

import java.util.Optional;
import oncilla.report.Curve;
import oncilla.report.figure.DecisionMap;
import oncilla.train.Metrics;

/**
 * What one way of training in an experiment came to.
 *
 * @param key for file names
 * @param name for tables and legends
 * @param meaning what was done and what is to be seen, a sentence or two
 * @param cost J while training, under the name
 * @param train on the training set, at the end
 * @param test on the test set, at the end, where there is one
 * @param seconds of training
 * @param map what the model says in the plane, where there are two inputs
 */
public record Outcome(
    String key,
    String name,
    String meaning,
    Curve cost,
    Metrics train,
    Optional<Metrics> test,
    double seconds,
    Optional<DecisionMap> map) {}
