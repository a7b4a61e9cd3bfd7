package oncilla.check.op;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.LossWeights;
import oncilla.backend.Shape;

/** Cases of the sums: column sum, L2 term, and the cost from the logits. */
final class ReductionCases {
  private static final Shape[] MATRICES = {
    Shape.of(1, 1),
    Shape.of(2, 3),
    Shape.of(31, 33),
    Shape.of(40, 1),
    Shape.of(1, 40),
    Shape.of(63, 5),
    Shape.of(64, 20),
    Shape.of(65, 64),
    Shape.of(209, 20),
    Shape.of(130, 257),
    Shape.of(5003, 2),
    Shape.of(2, 5003),
    Shape.of(20011, 1),
  };

  private static final long[] EXAMPLES = {1, 2, 7, 31, 32, 33, 40, 63, 64, 65, 209, 1009, 5003};

  private static final LossWeights WEIGHTS = new LossWeights(0.1, 0.75, 1.7);

  private ReductionCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (Shape shape : MATRICES) {
      cases.add(columnSum(shape));
      cases.add(l2Penalty(shape));
    }
    for (long examples : EXAMPLES) {
      cases.add(crossEntropy("m = " + examples, examples, examples, 2, 0.125, -1));
    }
    for (long examples : new long[] {1, 33, 209}) {
      cases.add(
          crossEntropy(
              "unweighted, m = " + examples, examples, examples, 2, 0.125, -1, LossWeights.NONE));
    }
    cases.add(crossEntropy("33 of a batch of 100", 33, 100, 2, 0.125, -1));
    cases.add(crossEntropy("saturated logits", 40, 40, 300, 0, -1));
    cases.add(crossEntropy("an infinite penalty", 5, 5, 2, Double.POSITIVE_INFINITY, -1));
    cases.add(crossEntropy("a second bad step", 5, 5, 2, Double.NaN, 4));
    return cases;
  }

  static OpCase columnSum(Shape shape) {
    Shape sum = Shape.vector(shape.columns());
    return new CaseBuilder("columnSum", shape.toString())
        .add(Operand.input("x", shape, Inputs.signed(shape, 30)).flexible(true, false))
        .output("sum", sum, Tolerance.sum(shape.rows(), 2))
        .flops(shape.size())
        .body((ops, t) -> ops.columnSum(0.625, t.get("x"), t.get("sum")));
  }

  static OpCase l2Penalty(Shape shape) {
    double coefficient = 0.7 / (2 * 209);
    return new CaseBuilder("l2Penalty", shape.toString())
        .add(Operand.input("weights", shape, Inputs.signed(shape, 31)).flexible(true, true))
        .output("penalty", Shape.of(1, 1), Tolerance.sum(shape.size(), 3))
        .gradient(
            "weights",
            "penalty",
            (ops, t) -> ops.addScaled(2 * coefficient, t.get("weights"), t.get("gradient")))
        .flops(2.0 * shape.size())
        .body((ops, t) -> ops.l2Penalty(coefficient, t.get("weights"), t.get("penalty")));
  }

  /** Smoothed labels and classes of different weight: with a wrong one of these a case fails. */
  static OpCase crossEntropy(
      String label, long rows, long examples, double spread, double penalty, long firstBadStep) {
    return crossEntropy(label, rows, examples, spread, penalty, firstBadStep, WEIGHTS);
  }

  private static OpCase crossEntropy(
      String label,
      long rows,
      long examples,
      double spread,
      double penalty,
      long firstBadStep,
      LossWeights weights) {
    Shape column = Shape.of(rows, 1);
    double[] logits = Inputs.signed(column, 32);
    for (int i = 0; i < logits.length; i++) {
      logits[i] *= spread;
    }
    double[] labels = Inputs.whole(column, 2, 33);
    double terms = 0;
    for (int i = 0; i < logits.length; i++) {
      double z = Math.abs(logits[i]);
      terms += weights.of(labels[i]) * (2 * z + Math.log1p(Math.exp(-z)));
    }
    double magnitude = terms / examples + (Double.isFinite(penalty) ? penalty : 0);
    Tolerance cost = Tolerance.sum(rows, 14, context -> new double[] {magnitude, magnitude});
    Tolerance dLogits =
        new Tolerance(
            weights.equals(LossWeights.NONE) ? 18 : 23,
            context -> {
              double[] ofClasses = new double[logits.length];
              java.util.Arrays.setAll(ofClasses, i -> weights.of(labels[i]));
              return ofClasses;
            },
            "a sigmoid (16) minus a label, relative to the weight of its class");
    return new CaseBuilder("crossEntropy", label)
        .input("logits", column, logits)
        .input("labels", column, labels)
        .input("penalty", Shape.of(1, 1), new double[] {penalty})
        .counters(Operand.Role.UPDATED, 7, 0, firstBadStep)
        .rate(0.1)
        .output("cost", Shape.vector(2), cost)
        .output("dLogits", column, dLogits)
        .flops(12.0 * rows)
        .body(
            (ops, t) ->
                ops.crossEntropy(
                    examples,
                    t.get("logits"),
                    t.get("labels"),
                    weights,
                    t.get("penalty"),
                    t.state(),
                    t.get("cost"),
                    t.get("dLogits")));
  }
}
