package oncilla.check.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Dropout;
import oncilla.backend.DropoutMask;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;

/** Cases of composites that join operations on the same elements: dropout, the way back, update. */
final class FusedCases {
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

  /** Fewer than a vector of any device has, and more. */
  private static final long[] BIASES = {1, 35};

  private static final double KEEP = 0.86;
  private static final long INPUTS = 3;

  private FusedCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (Shape shape : SHAPES) {
      cases.add(drawDropout(shape));
      cases.add(hiddenBackward(shape, false));
      cases.add(hiddenBackward(shape, true));
      cases.add(descendAndAdvance(shape, 0, -1));
      cases.add(descendAndAdvance(shape, 0.7 / 209, -1));
    }
    cases.add(descendAndAdvance(Shape.of(5, 7), 0.7 / 209, 3));
    for (Shape weights : SHAPES) {
      for (long biases : BIASES) {
        cases.add(weightsBeforeBiases(weights, biases));
      }
    }
    return cases;
  }

  private static OpCase drawDropout(Shape shape) {
    return new CaseBuilder("drawDropout", shape.toString())
        .input("x", shape, Inputs.signed(shape, 60))
        .state((1L << 33) + 5, 0, -1, 0.1)
        .add(Operand.output("mask", ElementType.U8, shape))
        .output("y", shape, Tolerance.relative(6, "a division (2.5 ulp) by a rounded number"))
        .flops(11.0 * shape.size())
        .body(
            (ops, t) ->
                ops.drawDropout(
                    new Dropout(DropoutMask.of(3, 2, KEEP), KEEP, t.get("mask")),
                    t.state(),
                    t.get("x"),
                    t.get("y")));
  }

  private static OpCase hiddenBackward(Shape shape, boolean hasDropout) {
    double[] mask = Inputs.whole(shape, 2, 61);
    double[] activation = Inputs.signed(shape, 62);
    for (int i = 0; i < activation.length; i++) {
      activation[i] = Math.max(0, hasDropout ? activation[i] * mask[i] : activation[i]);
    }
    Shape input = Shape.of(shape.rows(), INPUTS);
    CaseBuilder builder =
        new CaseBuilder("hiddenBackward", shape + (hasDropout ? " with dropout" : ""))
            .updated(
                "gradient",
                shape,
                Inputs.signed(shape, 63),
                Tolerance.relative(6, "at most a division (2.5 ulp) by a rounded number"))
            .input("a", shape, activation)
            .input("x", input, Inputs.signed(input, 64))
            .output("dw", Shape.of(shape.columns(), INPUTS), Tolerance.sum(shape.rows(), 3 + 6))
            .output("db", Shape.vector(shape.columns()), Tolerance.sum(shape.rows(), 3 + 6))
            .flops((3.0 + 2 * INPUTS) * shape.size());
    if (hasDropout) {
      builder.add(Operand.input("mask", ElementType.U8, shape, mask));
    }
    return builder.body(
        (ops, t) ->
            ops.hiddenBackward(
                t.get("gradient"),
                t.get("a"),
                hasDropout
                    ? Optional.of(new Dropout(DropoutMask.of(3, 2, KEEP), KEEP, t.get("mask")))
                    : Optional.empty(),
                t.get("x"),
                t.get("dw"),
                t.get("db")));
  }

  /** All parameters are weights here. */
  private static OpCase descendAndAdvance(Shape shape, double decay, long firstBadStep) {
    String label =
        shape + (decay > 0 ? " with decay" : "") + (firstBadStep < 0 ? "" : " after a bad step");
    return update(label, shape, Optional.empty(), firstBadStep)
        .body(
            (ops, t) ->
                ops.descendAndAdvance(
                    decay,
                    t.get("parameters"),
                    t.get("gradients"),
                    t.get("parameters"),
                    t.get("gradients"),
                    t.state(),
                    4,
                    13));
  }

  /** As in a step: the weights are the first parameters, and what lies behind does not decay. */
  private static OpCase weightsBeforeBiases(Shape weights, long biases) {
    Shape all = Shape.vector(weights.size() + biases);
    return update(weights + " and " + biases + " with decay", all, Optional.of(weights), -1)
        .body(
            (ops, t) ->
                ops.descendAndAdvance(
                    0.7 / 209,
                    t.get("weights"),
                    t.get("weightGradients"),
                    t.get("parameters"),
                    t.get("gradients"),
                    t.state(),
                    4,
                    13));
  }

  private static CaseBuilder update(
      String label, Shape shape, Optional<Shape> weights, long firstBadStep) {
    double[] theta = Inputs.signed(shape, 65);
    double[] gradients = Inputs.signed(shape, 66);
    double[] scale = new double[theta.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = Math.abs(theta[i]) + Math.abs(gradients[i]);
    }
    Tolerance difference = Tolerance.sum(2, 1, context -> scale);
    CaseBuilder builder = new CaseBuilder("descendAndAdvance", label);
    builder.updated("parameters", shape, theta, difference);
    weights.ifPresent(it -> builder.prefix("weights", it));
    builder.updated("gradients", shape, gradients, difference);
    weights.ifPresent(it -> builder.prefix("weightGradients", it));
    return builder
        .counters(Operand.Role.UPDATED, 5, 4, firstBadStep)
        .rate(0.0075)
        .flops(4.0 * shape.size());
  }
}
