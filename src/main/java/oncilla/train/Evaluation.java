package oncilla.train;

/**
 * What a model says of labelled examples, and how good that is.
 *
 * @param metrics accuracy and costs
 * @param probabilities of label 1 for each example; not copied
 */
public record Evaluation(Metrics metrics, double[] probabilities) {}
