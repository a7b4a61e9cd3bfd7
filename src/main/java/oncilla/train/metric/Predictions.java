package oncilla.train.metric;

/**
 * What a model says of labelled examples.
 *
 * @param logits Z of the last layer, one number per example; not copied
 * @param probabilities of label 1, as the backend computed them; not copied
 * @param labels 0 or 1 for each example; not copied
 */
public record Predictions(double[] logits, double[] probabilities, byte[] labels) {
  /** Checks the lengths. */
  public Predictions {
    if (logits.length != labels.length || probabilities.length != labels.length) {
      throw new IllegalArgumentException(
          "%d logits and %d probabilities for %d labels"
              .formatted(logits.length, probabilities.length, labels.length));
    }
    if (labels.length == 0) {
      throw new IllegalArgumentException("metrics need an example");
    }
  }

  /** Number of examples. */
  public int size() {
    return labels.length;
  }

  /** The predicted label: 1 where p &gt; 0.5. */
  public int predicted(int example) {
    return probabilities[example] > 0.5 ? 1 : 0;
  }

  /** Whether the predicted label is the example's. */
  public boolean isRight(int example) {
    return predicted(example) == labels[example];
  }

  /** The share of examples whose predicted label is theirs. */
  public double accuracy() {
    return Confusion.of(this).accuracy();
  }

  /** Mean cross-entropy, in double: max(z, 0) − z·y + log(1 + exp(−|z|)). */
  public double logLoss() {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double logit = logits[i];
      sum += Math.max(logit, 0) - logit * labels[i] + Math.log1p(Math.exp(-Math.abs(logit)));
    }
    return sum / labels.length;
  }

  /** Mean of (p − y)². */
  public double brier() {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double error = probabilities[i] - labels[i];
      sum += error * error;
    }
    return sum / labels.length;
  }
}
