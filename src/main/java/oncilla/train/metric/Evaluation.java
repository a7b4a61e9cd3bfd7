package oncilla.train.metric;

/**
 * What a model says of labelled examples, and how good that is.
 *
 * @param metrics accuracy and costs
 * @param predictions logits and probabilities of label 1 for each example, beside its label
 */
public record Evaluation(Metrics metrics, Predictions predictions) {
  /** Of label 1, for each example; not copied. */
  public double[] probabilities() {
    return predictions.probabilities();
  }

  /** All metrics; sorts the logits each time. */
  public Scores scores() {
    return new Scores(metrics, ClassificationMetrics.of(predictions));
  }
}
