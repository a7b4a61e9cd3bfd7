package oncilla.backend.cpu;

import static oncilla.backend.cpu.CpuTensor.reals;

import oncilla.backend.LossWeights;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;

/** The sums, in an order that never depends on the number of cores. */
final class ReductionLoops {
  /** Terms that are summed one after the other. */
  private static final int PIECE = 1 << 14;

  private ReductionLoops() {}

  /** sum = alpha · Σ_rows x. The cores share the columns and go through the rows in order. */
  static Runnable columnSum(double alpha, Tensor x, Tensor sum) {
    long rows = x.shape().rows();
    int columns = Math.toIntExact(x.shape().columns());
    double[] sums = new double[columns];
    SharedLoop loop =
        new SharedLoop(
            columns,
            rows,
            (from, to) -> {
              Reals in = reals(x);
              Reals out = reals(sum);
              int end = (int) to;
              for (int j = (int) from; j < end; j++) {
                sums[j] = 0;
              }
              for (long row = 0; row < rows; row++) {
                in.addTo(sums, row * columns, (int) from, end);
              }
              for (int j = (int) from; j < end; j++) {
                out.set(j, alpha * sums[j]);
              }
            });
    return loop::run;
  }

  /** penalty = coefficient · Σ w². */
  static Runnable l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
    TwoStageSum squares = squares(weights);
    return () -> reals(penalty).set(0, coefficient * squares.run());
  }

  /** norm = √Σ x²; a norm that is not finite makes the step a bad one. */
  static Runnable norm(Tensor x, Tensor norm, StepState state) {
    TwoStageSum squares = squares(x);
    CpuState counters = new CpuState(state);
    return () -> {
      Reals result = reals(norm);
      result.set(0, Math.sqrt(squares.run()));
      if (!Double.isFinite(result.get(0))) {
        counters.markBad();
      }
    };
  }

  private static TwoStageSum squares(Tensor x) {
    return new TwoStageSum(
        x.shape().size(),
        PIECE,
        1,
        (from, to) -> {
          Reals values = reals(x);
          double sum = 0;
          for (long i = from; i < to; i++) {
            double value = values.get(i);
            sum += value * value;
          }
          return sum;
        });
  }

  /**
   * The cost with and without the penalty, and dLogits = c·(σ(z) − y), from one pass over the rows.
   */
  static Runnable crossEntropy(
      long examples,
      Tensor logits,
      Tensor labels,
      LossWeights weights,
      Tensor penalty,
      StepState state,
      Tensor cost,
      Tensor dLogits) {
    long rows = logits.shape().rows();
    TwoStageSum losses =
        new TwoStageSum(
            rows,
            PIECE / ElementwiseLoops.EXPONENTIAL,
            ElementwiseLoops.EXPONENTIAL,
            (from, to) -> {
              Reals in = reals(logits);
              Reals wanted = reals(labels);
              Reals gradient = reals(dLogits);
              double sum = 0;
              for (long i = from; i < to; i++) {
                double z = in.get(i);
                double y = weights.target(wanted.get(i));
                double weight = weights.of(wanted.get(i));
                sum += weight * (Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z))));
                gradient.set(i, weight * (ElementwiseLoops.sigmoid(z) - y));
              }
              return sum;
            });
    CpuState counters = new CpuState(state);
    return () -> {
      double dataCost = losses.run() / examples;
      Reals costs = reals(cost);
      costs.set(0, dataCost + reals(penalty).get(0));
      costs.set(1, dataCost);
      if (!Double.isFinite(costs.get(0))) {
        counters.markBad();
      }
    };
  }
}
