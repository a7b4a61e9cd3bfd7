package oncilla.check.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Shape;
import oncilla.backend.TrainingPass;
import oncilla.backend.UpdateRule;

/**
 * Cases of the update of parameters by each rule, with and without an L2 term: alone, and at the
 * end of a pass, where a backend may do it together with the advance of the state.
 */
final class UpdateCases {
  private static final Shape[] SHAPES = {
    Shape.of(1, 1),
    Shape.of(2, 3),
    Shape.of(31, 33),
    Shape.of(40, 1),
    Shape.of(1, 40),
    Shape.of(65, 20),
    Shape.of(209, 20),
    Shape.of(130, 257),
    Shape.of(2, 4099),
    Shape.of(5003, 2),
  };

  /** More shapes, for an update alone. */
  private static final Shape[] MORE_SHAPES = {
    Shape.of(1, 2),
    Shape.of(3, 1),
    Shape.of(31, 1),
    Shape.of(5, 7),
    Shape.of(32, 33),
    Shape.of(63, 65),
    Shape.of(64, 64),
    Shape.of(1, 4099),
    Shape.of(2053, 1),
  };

  /** Fewer than a vector of any device has, and more. */
  private static final long[] BIASES = {1, 35};

  private static final double DECAY = 0.7 / 209;

  private static final UpdateRule DESCENT = new UpdateRule.GradientDescent();
  private static final List<UpdateRule> MOMENTUM =
      List.of(new UpdateRule.Momentum(0.9, false), new UpdateRule.Momentum(0.9, true));

  private static final List<UpdateRule> ADAM =
      List.of(
          new UpdateRule.Adam(0.9, 0.999, 1e-8, 0), new UpdateRule.Adam(0.9, 0.999, 1e-8, 0.01));

  /** At the first the powers of Adam are nearest to 1, at the last they are 0. */
  private static final long[] STEPS = {0, 1, 999, 1_000_000, 1L << 33};

  private static final long STEP = 5;
  private static final long ROW_OFFSET = 4;

  /** The first bad step, where there was one. */
  private static final long BAD_STEP = 3;

  /** Examples and features of the pass that ends with an update. */
  private static final int ROWS = 4;

  private static final int INPUTS = 3;
  private static final long TOTAL_ROWS = 13;

  private UpdateCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (UpdateOperands one : operands(DESCENT)) {
      cases.add(alone(one));
      cases.add(endOfPass(one));
    }
    cases.addAll(moreShapes(DESCENT));
    List<UpdateRule> withMoments = new ArrayList<>(MOMENTUM);
    withMoments.addAll(ADAM);
    for (UpdateRule rule : withMoments) {
      operands(rule).forEach(one -> cases.add(alone(one)));
      cases.addAll(moreShapes(rule));
      for (boolean isStopped : new boolean[] {false, true}) {
        cases.add(endOfPass(UpdateOperands.allWeights(rule, Shape.of(5, 7), DECAY, isStopped)));
      }
      cases.add(endOfPass(UpdateOperands.weightsBeforeBiases(rule, SHAPES[2], BIASES[1], DECAY)));
    }
    for (long step : STEPS) {
      for (UpdateRule rule : ADAM) {
        cases.add(alone(UpdateOperands.allWeights(rule, SHAPES[2], DECAY, false), step));
      }
    }
    for (UpdateRule rule : List.of(DESCENT, MOMENTUM.get(0), MOMENTUM.get(1), ADAM.get(1))) {
      for (double share : new double[] {0.5, 2}) {
        cases.add(alone(UpdateOperands.allWeights(rule, SHAPES[3], DECAY, false).clipped(share)));
        cases.add(
            alone(
                UpdateOperands.weightsBeforeBiases(rule, SHAPES[6], BIASES[1], DECAY)
                    .clipped(share)));
      }
      cases.add(alone(UpdateOperands.allWeights(rule, SHAPES[2], 0, true).clipped(0.5)));
      cases.add(
          endOfPass(
              UpdateOperands.weightsBeforeBiases(rule, SHAPES[2], BIASES[1], DECAY).clipped(0.5)));
    }
    cases.add(
        alone(
            UpdateOperands.allWeights(
                new UpdateRule.Adam(0, 0, 1e-8, 0), SHAPES[2], DECAY, false)));
    return cases;
  }

  private static List<UpdateOperands> operands(UpdateRule rule) {
    List<UpdateOperands> all = new ArrayList<>();
    for (Shape shape : SHAPES) {
      all.add(UpdateOperands.allWeights(rule, shape, 0, false));
      all.add(UpdateOperands.allWeights(rule, shape, DECAY, false));
      for (long biases : BIASES) {
        all.add(UpdateOperands.weightsBeforeBiases(rule, shape, biases, DECAY));
      }
    }
    // With a bad step in the state, the parameters must stay as they are.
    all.add(UpdateOperands.allWeights(rule, Shape.of(5, 7), 0, true));
    all.add(UpdateOperands.allWeights(rule, Shape.of(5, 7), DECAY, true));
    return all;
  }

  private static List<OpCase> moreShapes(UpdateRule rule) {
    List<OpCase> cases = new ArrayList<>();
    for (Shape shape : MORE_SHAPES) {
      cases.add(alone(UpdateOperands.allWeights(rule, shape, 0, false)));
    }
    return cases;
  }

  static OpCase alone(UpdateOperands operands) {
    return alone(operands, STEP);
  }

  private static OpCase alone(UpdateOperands operands, long step) {
    String at = step == STEP ? "" : " at step " + step;
    CaseBuilder builder = new CaseBuilder("update", operands.label() + at);
    operands.addTo(builder, step);
    return builder
        .counters(Operand.Role.UPDATED, step, ROW_OFFSET, firstBadStep(operands))
        .rate(UpdateOperands.RATE)
        .flops(operands.flops())
        .body((ops, t) -> ops.update(operands.rule(), operands.of(t), t.state()));
  }

  /** A pass through a single layer whose end is an update of other parameters than that layer's. */
  private static OpCase endOfPass(UpdateOperands operands) {
    Shape column = Shape.of(ROWS, 1);
    Shape row = Shape.vector(INPUTS);
    Shape one = Shape.of(1, 1);
    CaseBuilder builder =
        new CaseBuilder("pass", "that ends with " + operands.label())
            .input("x", Shape.of(ROWS, INPUTS), Inputs.signed(Shape.of(ROWS, INPUTS), 90))
            .input("labels", column, Inputs.whole(column, 2, 91))
            .input("penalty", one, new double[] {0.125})
            .counters(Operand.Role.UPDATED, STEP, ROW_OFFSET, firstBadStep(operands))
            .rate(UpdateOperands.RATE)
            .output("cost", Shape.vector(2), ofSmallSums(2))
            .input("w", row, Inputs.signed(row, 72))
            .input("b", one, Inputs.signed(one, 80))
            .add(Operand.scratch("z", column))
            .add(Operand.scratch("dz", column))
            .output("dw", row, ofSmallSums(INPUTS))
            .output("db", one, ofSmallSums(1));
    operands.addTo(builder, STEP);
    return builder
        .flops(operands.flops())
        .body(
            (ops, t) ->
                ops.pass(
                    new TrainingPass(
                        t.get("x"),
                        List.of(
                            new TrainingPass.Layer(
                                t.get("w"),
                                t.get("b"),
                                Activation.IDENTITY,
                                Optional.empty(),
                                t.get("z"),
                                t.get("dz"),
                                t.get("dw"),
                                t.get("db"))),
                        new TrainingPass.Loss(
                            t.get("labels"), ROWS, t.get("penalty"), t.state(), t.get("cost")),
                        Optional.of(
                            new TrainingPass.End(
                                operands.rule(), operands.of(t), ROWS, TOTAL_ROWS)))));
  }

  /**
   * Of the small sums over a few numbers around 1 that the pass before the update computes; {@link
   * PassCases} has the bounds for nets of any size.
   */
  private static Tolerance ofSmallSums(int length) {
    double[] scale = new double[length];
    Arrays.fill(scale, 10);
    return Tolerance.sum(ROWS + INPUTS + 2, 20, context -> scale);
  }

  private static long firstBadStep(UpdateOperands operands) {
    return operands.isStopped() ? BAD_STEP : -1;
  }
}
