package oncilla.train;

/**
 * What a network says of examples, on the host, and how right it is.
 *
 * @param logits Z of the last layer, one number per example; not copied
 * @param probabilities sigmoid of the logits, as the backend computed it; not copied
 */
record Outputs(double[] logits, double[] probabilities) {
  /** Zeros for {@code rows} examples, to be filled. */
  static Outputs of(int rows) {
    return new Outputs(new double[rows], new double[rows]);
  }

  /** The share of examples whose label is 1 exactly if p &gt; 0.5. */
  double accuracy(byte[] labels) {
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      if ((probabilities[i] > 0.5 ? 1 : 0) == labels[i]) {
        correct++;
      }
    }
    return (double) correct / labels.length;
  }

  /** Mean cross-entropy, in double: max(z, 0) − z·y + log(1 + exp(−|z|)). */
  double dataCost(byte[] labels) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double logit = logits[i];
      sum += Math.max(logit, 0) - logit * labels[i] + Math.log1p(Math.exp(-Math.abs(logit)));
    }
    return sum / labels.length;
  }
}
