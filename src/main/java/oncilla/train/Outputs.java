package oncilla.train;

import oncilla.train.metric.Predictions;

/**
 * What a network says of examples, on the host.
 *
 * @param logits Z of the last layer, one number per example; not copied
 * @param probabilities sigmoid of the logits, as the backend computed it; not copied
 */
record Outputs(double[] logits, double[] probabilities) {
  /** Zeros for {@code rows} examples, to be filled. */
  static Outputs of(int rows) {
    return new Outputs(new double[rows], new double[rows]);
  }

  /** What it says beside what is so. */
  Predictions against(byte[] labels) {
    return new Predictions(logits, probabilities, labels);
  }
}
