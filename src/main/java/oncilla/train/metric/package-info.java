/**
 * How good a model is on labelled examples, from what it says of them. {@link
 * oncilla.train.metric.Predictions} are logits and probabilities beside the labels, brought back
 * from the device once; everything here is counted and added from them on the host, in double,
 * which takes milliseconds where the forward passes took seconds.
 *
 * <p>{@link oncilla.train.metric.Confusion} counts right and wrong by class, {@link
 * oncilla.train.metric.Ranking} looks at the order that the logits put the examples in, and {@link
 * oncilla.train.metric.Calibration} at what the probabilities are worth as probabilities. {@link
 * oncilla.train.metric.ClassificationMetrics} are the numbers of all three by scikit-learn's names,
 * and a {@link oncilla.train.metric.Verdict} is what they come to.
 */
package oncilla.train.metric;
