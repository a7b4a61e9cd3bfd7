package oncilla.check.op;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.StepState;

/** Cases of the operations on each element: activations, bias, dropout, update, L2 gradient. */
final class ElementwiseCases {
  private static final Shape[] SHAPES = {
    Shape.of(1, 1),
    Shape.of(1, 2),
    Shape.of(3, 1),
    Shape.of(31, 1),
    Shape.of(5, 7),
    Shape.of(32, 33),
    Shape.of(1, 40),
    Shape.of(63, 65),
    Shape.of(64, 64),
    Shape.of(209, 20),
    Shape.of(1, 4099),
    Shape.of(2053, 1),
  };

  /**
   * exp is within 3 ulp, the division within 2.5 in fp32 (OpenCL 1.2 §7.4), and two more roundings.
   */
  private static final Tolerance SIGMOID =
      Tolerance.relative(16, "exp 3 ulp, division 2.5 ulp, a sum and a product");

  private ElementwiseCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (Shape shape : SHAPES) {
      cases.add(addRowVector(shape));
      cases.add(relu(shape));
      cases.add(reluBackward(shape));
      cases.add(sigmoid(shape));
      cases.add(sigmoidBackward(shape));
      cases.add(dropout(shape));
      cases.add(addScaled(shape));
      cases.add(gradientDescent(shape, -1));
    }
    cases.add(gradientDescent(Shape.of(5, 7), 3));
    cases.add(reluOfSpecialValues());
    cases.add(sigmoidOfSpecialValues());
    return cases;
  }

  private static OpCase addRowVector(Shape shape) {
    Shape row = Shape.vector(shape.columns());
    return new CaseBuilder("addRowVector", shape.toString())
        .input("x", shape, Inputs.signed(shape, 10))
        .input("b", row, Inputs.signed(row, 11))
        .output("y", shape, Tolerance.sum(1, 0))
        .gradient("b", "y", (ops, t) -> ops.columnSum(1, t.get("upstream"), t.get("gradient")))
        .flops(shape.size())
        .body((ops, t) -> ops.addRowVector(t.get("x"), t.get("b"), t.get("y")));
  }

  private static OpCase relu(Shape shape) {
    return new CaseBuilder("relu", shape.toString())
        .input("z", shape, Inputs.awayFromZero(shape, 12))
        .output("a", shape, Tolerance.exact())
        .gradient(
            "z",
            "a",
            (ops, t) -> ops.reluBackward(t.get("upstream"), t.get("a"), t.get("gradient")))
        .flops(shape.size())
        .body((ops, t) -> ops.relu(t.get("z"), t.get("a")));
  }

  private static OpCase reluOfSpecialValues() {
    double[] values = {
      0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-30
    };
    Shape shape = Shape.vector(values.length);
    return new CaseBuilder("relu", "zeros, NaN, infinities")
        .input("z", shape, values)
        .output("a", shape, Tolerance.exact())
        .body((ops, t) -> ops.relu(t.get("z"), t.get("a")));
  }

  private static OpCase reluBackward(Shape shape) {
    double[] activation = Inputs.signed(shape, 13);
    for (int i = 0; i < activation.length; i += 3) {
      activation[i] = i % 2 == 0 ? 0.0 : -0.0;
    }
    return new CaseBuilder("reluBackward", shape.toString())
        .input("da", shape, Inputs.signed(shape, 14))
        .input("a", shape, activation)
        .output("dz", shape, Tolerance.exact())
        .flops(shape.size())
        .body((ops, t) -> ops.reluBackward(t.get("da"), t.get("a"), t.get("dz")));
  }

  private static OpCase sigmoid(Shape shape) {
    return new CaseBuilder("sigmoid", shape.toString())
        .input("z", shape, Inputs.signed(shape, 15))
        .output("a", shape, SIGMOID)
        .gradient(
            "z",
            "a",
            (ops, t) -> ops.sigmoidBackward(t.get("upstream"), t.get("a"), t.get("gradient")))
        .flops(4.0 * shape.size())
        .body((ops, t) -> ops.sigmoid(t.get("z"), t.get("a")));
  }

  private static OpCase sigmoidOfSpecialValues() {
    double[] values = {
      0.0,
      -0.0,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      80,
      -80,
      1e30,
      -1e30
    };
    Shape shape = Shape.vector(values.length);
    return new CaseBuilder("sigmoid", "zeros, NaN, infinities, large")
        .input("z", shape, values)
        .output("a", shape, SIGMOID)
        .body((ops, t) -> ops.sigmoid(t.get("z"), t.get("a")));
  }

  private static OpCase sigmoidBackward(Shape shape) {
    double[] activation = Inputs.signed(shape, 16);
    for (int i = 0; i < activation.length; i++) {
      activation[i] = 1 / (1 + Math.exp(-activation[i]));
    }
    Tolerance products =
        new Tolerance(
            4,
            context -> {
              double[] da = context.input("da");
              double[] scale = new double[da.length];
              for (int i = 0; i < scale.length; i++) {
                scale[i] = Math.abs(da[i] * context.input("a")[i]);
              }
              return scale;
            },
            "1 − a is rounded relative to 1, then two products");
    return new CaseBuilder("sigmoidBackward", shape.toString())
        .input("da", shape, Inputs.signed(shape, 17))
        .input("a", shape, activation)
        .output("dz", shape, products)
        .flops(3.0 * shape.size())
        .body((ops, t) -> ops.sigmoidBackward(t.get("da"), t.get("a"), t.get("dz")));
  }

  private static OpCase dropout(Shape shape) {
    double keep = 0.86;
    return new CaseBuilder("dropout", shape.toString())
        .input("x", shape, Inputs.signed(shape, 18))
        .add(Operand.input("mask", ElementType.U8, shape, Inputs.whole(shape, 2, 19)))
        .output("y", shape, Tolerance.relative(6, "a division (2.5 ulp) by a rounded number"))
        .gradient(
            "x",
            "y",
            (ops, t) -> ops.dropout(t.get("upstream"), t.get("mask"), keep, t.get("gradient")))
        .flops(shape.size())
        .body((ops, t) -> ops.dropout(t.get("x"), t.get("mask"), keep, t.get("y")));
  }

  private static OpCase addScaled(Shape shape) {
    double alpha = 0.7 / 209;
    return new CaseBuilder("addScaled", shape.toString())
        .input("x", shape, Inputs.signed(shape, 20))
        .updated("y", shape, Inputs.signed(shape, 21), Tolerance.sum(1, 0))
        .flops(2.0 * shape.size())
        .body((ops, t) -> ops.addScaled(alpha, t.get("x"), t.get("y")));
  }

  /** With a bad step in the state, the parameters must stay as they are. */
  private static OpCase gradientDescent(Shape shape, long firstBadStep) {
    double rate = 0.0075;
    double[] theta = Inputs.signed(shape, 22);
    double[] gradients = Inputs.signed(shape, 23);
    Tolerance difference =
        Tolerance.sum(
            1,
            0,
            context -> {
              double[] scale = new double[theta.length];
              for (int i = 0; i < scale.length; i++) {
                scale[i] = Math.abs(theta[i]) + rate * Math.abs(gradients[i]);
              }
              return scale;
            });
    String label = shape + (firstBadStep < 0 ? "" : " after a bad step");
    return new CaseBuilder("gradientDescent", label)
        .updated("parameters", shape, theta, firstBadStep < 0 ? difference : Tolerance.exact())
        .input("gradients", shape, gradients)
        .state(5, 0, firstBadStep, rate)
        .flops(2.0 * shape.size())
        .body(
            (ops, t) ->
                ops.gradientDescent(
                    t.get("parameters"),
                    t.get("gradients"),
                    new StepState(t.get("counters"), t.get("rate"))));
  }
}
