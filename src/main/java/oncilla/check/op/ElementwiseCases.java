package oncilla.check.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;

/** Cases of the operations on each element: activations, bias, dropout, sums of two. */
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

  /** tanh is within 5 ulp (OpenCL 1.2 §7.4), and one more rounding. */
  private static final Tolerance TANH = Tolerance.relative(12, "tanh 5 ulp");

  private static final double KEEP = 0.86;

  private ElementwiseCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (Shape shape : SHAPES) {
      cases.add(addRowVector(shape));
      for (Activation f : Activation.values()) {
        cases.add(activate(f, shape));
        cases.add(activateBackward(f, shape));
        cases.add(activateBackwardWithDropout(f, shape));
      }
      cases.add(applyMask(shape));
      cases.add(addScaled(shape));
    }
    for (Activation f : Activation.values()) {
      cases.add(activateSpecialValues(f));
    }
    return cases;
  }

  /** How far the values of an activation may be from the reference. */
  static Tolerance tolerance(Activation f) {
    return switch (f) {
      case IDENTITY, RELU -> Tolerance.exact();
      case TANH -> TANH;
      case SIGMOID -> SIGMOID;
    };
  }

  static OpCase addRowVector(Shape shape) {
    Shape row = Shape.vector(shape.columns());
    return new CaseBuilder("addRowVector", shape.toString())
        .input("x", shape, Inputs.signed(shape, 10))
        .input("b", row, Inputs.signed(row, 11))
        .output("y", shape, Tolerance.sum(1, 0))
        .gradient("b", "y", (ops, t) -> ops.columnSum(1, t.get("upstream"), t.get("gradient")))
        .flops(shape.size())
        .body((ops, t) -> ops.addRowVector(t.get("x"), t.get("b"), t.get("y")));
  }

  /** f(z). */
  static double value(Activation f, double z) {
    return switch (f) {
      case IDENTITY -> z;
      case RELU -> Math.max(0, z);
      case TANH -> Math.tanh(z);
      case SIGMOID -> 1 / (1 + Math.exp(-z));
    };
  }

  static OpCase activate(Activation f, Shape shape) {
    return new CaseBuilder("activate", f.label() + " " + shape)
        .input("z", shape, preActivations(f, shape))
        .output("a", shape, tolerance(f))
        .gradient(
            "z",
            "a",
            (ops, t) ->
                ops.activateBackward(
                    f, t.get("upstream"), t.get("a"), Optional.empty(), t.get("gradient")))
        .flops(4.0 * shape.size())
        .body((ops, t) -> ops.activate(f, t.get("z"), t.get("a")));
  }

  /** Where the slope jumps a difference quotient is not the derivative: ReLU keeps away from it. */
  private static double[] preActivations(Activation f, Shape shape) {
    return switch (f) {
      case IDENTITY -> Inputs.signed(shape, 22);
      case RELU -> Inputs.awayFromZero(shape, 12);
      case TANH -> Inputs.signed(shape, 23);
      case SIGMOID -> Inputs.signed(shape, 15);
    };
  }

  private static OpCase activateSpecialValues(Activation f) {
    double[] values = {
      0.0,
      -0.0,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      80,
      -80,
      1e30,
      -1e30,
      1e-30
    };
    Shape shape = Shape.vector(values.length);
    return new CaseBuilder("activate", f.label() + " zeros, NaN, infinities, large and small")
        .input("z", shape, values)
        .output("a", shape, tolerance(f))
        .body((ops, t) -> ops.activate(f, t.get("z"), t.get("a")));
  }

  static OpCase activateBackward(Activation f, Shape shape) {
    return new CaseBuilder("activateBackward", f.label() + " " + shape)
        .input("da", shape, Inputs.signed(shape, f == Activation.SIGMOID ? 17 : 14))
        .input("a", shape, values(f, shape))
        .output("dz", shape, backward(f, 0))
        .flops(3.0 * shape.size())
        .body(
            (ops, t) ->
                ops.activateBackward(f, t.get("da"), t.get("a"), Optional.empty(), t.get("dz")));
  }

  static OpCase activateBackwardWithDropout(Activation f, Shape shape) {
    double[] mask = Inputs.whole(shape, 2, 17);
    double[] activation = values(f, shape);
    for (int i = 0; i < activation.length; i++) {
      activation[i] = mask[i] == 0 ? 0 : activation[i] / KEEP;
    }
    return new CaseBuilder("activateBackward", f.label() + " " + shape + " with dropout")
        .input("da", shape, Inputs.signed(shape, f == Activation.SIGMOID ? 17 : 14))
        .input("a", shape, activation)
        .add(Operand.input("mask", ElementType.U8, shape, mask))
        .state(5, 0, -1, 0.1)
        .output("dz", shape, backward(f, 6))
        .flops(5.0 * shape.size())
        .body(
            (ops, t) ->
                ops.activateBackward(
                    f,
                    t.get("da"),
                    t.get("a"),
                    Optional.of(new Dropout(3, 2, KEEP, 0, t.state(), t.get("mask"))),
                    t.get("dz")));
  }

  /** Values that the activation can have; of ReLU both zeros among them. */
  private static double[] values(Activation f, Shape shape) {
    double[] values = Inputs.signed(shape, f == Activation.RELU ? 13 : 16);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (f) {
            case IDENTITY -> values[i];
            case RELU -> i % 3 == 0 ? (i % 2 == 0 ? 0.0 : -0.0) : values[i];
            case TANH -> Math.tanh(values[i]);
            case SIGMOID -> 1 / (1 + Math.exp(-values[i]));
          };
    }
    return values;
  }

  /** {@code more} roundings come from dropout. */
  private static Tolerance backward(Activation f, double more) {
    return switch (f) {
      case IDENTITY, RELU ->
          more == 0
              ? Tolerance.exact()
              : Tolerance.relative(more, "a division (2.5 ulp) by a rounded number");
      case TANH -> ofSmoothSlope(more, context -> context.input("da"));
      case SIGMOID ->
          ofSmoothSlope(
              more,
              context -> {
                double[] scale = context.input("da").clone();
                for (int i = 0; i < scale.length; i++) {
                  scale[i] *= context.input("a")[i];
                }
                return scale;
              });
    };
  }

  private static Tolerance ofSmoothSlope(double more, Tolerance.Scale scale) {
    return new Tolerance(
        4 + more + (more == 0 ? 0 : 4),
        context -> {
          double[] scales = scale.of(context).clone();
          for (int i = 0; i < scales.length; i++) {
            scales[i] = Math.abs(scales[i]) / (more == 0 ? 1 : KEEP);
          }
          return scales;
        },
        "1 − a or 1 − a² is rounded relative to 1, then the products");
  }

  static OpCase applyMask(Shape shape) {
    return new CaseBuilder("applyMask", shape.toString())
        .input("x", shape, Inputs.signed(shape, 18))
        .add(Operand.input("mask", ElementType.U8, shape, Inputs.whole(shape, 2, 19)))
        .state(5, 0, -1, 0.1)
        .output("y", shape, Tolerance.relative(6, "a division (2.5 ulp) by a rounded number"))
        .gradient(
            "x", "y", (ops, t) -> ops.applyMask(dropout(t), t.get("upstream"), t.get("gradient")))
        .flops(shape.size())
        .body((ops, t) -> ops.applyMask(dropout(t), t.get("x"), t.get("y")));
  }

  private static Dropout dropout(Tensors t) {
    return new Dropout(3, 2, KEEP, 0, t.state(), t.get("mask"));
  }

  static OpCase addScaled(Shape shape) {
    double alpha = 0.7 / 209;
    return new CaseBuilder("addScaled", shape.toString())
        .input("x", shape, Inputs.signed(shape, 20))
        .updated("y", shape, Inputs.signed(shape, 21), Tolerance.sum(1, 0))
        .flops(2.0 * shape.size())
        .body((ops, t) -> ops.addScaled(alpha, t.get("x"), t.get("y")));
  }
}
