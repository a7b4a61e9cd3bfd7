package oncilla.train;

/**
 * How well parameters do on a data set, without dropout.
 *
 * @param accuracy correct / m, where the label is 1 if p &gt; 0.5
 * @param cost J, with the L2 term
 * @param dataCost mean cross-entropy
 * @param probabilities of label 1 for each example; not copied
 */
public record Evaluation(double accuracy, double cost, double dataCost, double[] probabilities) {}
