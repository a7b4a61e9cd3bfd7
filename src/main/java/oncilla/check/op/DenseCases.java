package oncilla.check.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulForm;
import oncilla.backend.Shape;

/** Cases of the composites of a dense layer, which a backend may fuse. */
final class DenseCases {
  /** m, n, n_prev. */
  private static final long[][] EXTENTS = {
    {1, 1, 1},
    {3, 1, 5},
    {7, 5, 3},
    {31, 33, 32},
    {33, 4, 17},
    {40, 2, 40},
    {64, 63, 65},
    {65, 64, 31},
    {209, 20, 131},
    {5, 1021, 7},
    {130, 1, 259},
  };

  /**
   * m, n, n_prev for the activations that few nets have, each of which is a program to compile, and
   * for dropout of a whole batch.
   */
  private static final long[][] FEW_EXTENTS = {{31, 33, 32}, {65, 64, 31}};

  /** Rows and units of a layer's backward pass. */
  private static final Shape[] OUTPUTS = {
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

  /** The first row of a mask from the middle of a batch. */
  private static final long IN_THE_MIDDLE = 5;

  private static final double KEEP = 0.86;
  private static final long INPUTS = 3;

  private DenseCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    cases.addAll(layers());
    for (long[] extent : EXTENTS) {
      cases.add(denseBackward(extent));
      cases.add(denseBackwardInput(extent));
    }
    for (long[] extent : FEW_EXTENTS) {
      cases.add(dense(Activation.TANH, extent, false));
    }
    cases.add(dense(Activation.TANH, FEW_EXTENTS[0], true));
    cases.add(dense(Activation.SIGMOID, FEW_EXTENTS[1], false));
    for (long[] extent : FEW_EXTENTS) {
      cases.add(dropout(Shape.of(extent[0], extent[1]), 0));
    }
    for (Shape shape : OUTPUTS) {
      cases.add(dropout(shape, IN_THE_MIDDLE));
      for (Activation f : Activation.ofHiddenLayers()) {
        cases.add(denseBackward(f, shape, false));
        cases.add(denseBackward(f, shape, true));
      }
    }
    return cases;
  }

  /**
   * Forward layers as most nets have them: the logits, ReLU, and ReLU with dropout. Each further
   * activation is a program more to compile.
   */
  static List<OpCase> layers() {
    List<OpCase> cases = new ArrayList<>();
    for (long[] extent : EXTENTS) {
      cases.add(dense(Activation.IDENTITY, extent, false));
      cases.add(dense(Activation.RELU, extent, false));
      cases.add(dense(Activation.RELU, extent, true));
    }
    for (long[] extent : FEW_EXTENTS) {
      cases.add(dense(Activation.RELU, extent, Optional.of(0L)));
    }
    return cases;
  }

  /** {@link #layers}, and one with another activation. */
  static List<OpCase> few() {
    List<OpCase> cases = layers();
    cases.add(dense(Activation.TANH, FEW_EXTENTS[0], false));
    return cases;
  }

  static OpCase dropout(Shape shape) {
    return dropout(shape, IN_THE_MIDDLE);
  }

  private static OpCase dropout(Shape shape, long firstRow) {
    return new CaseBuilder("dropout", shape + (firstRow == 0 ? " from the first row" : ""))
        .input("x", shape, Inputs.signed(shape, 60))
        .state((1L << 33) + 5, 0, -1, 0.1)
        .add(Operand.output("mask", ElementType.U8, shape))
        .output("y", shape, Tolerance.relative(6, "a division (2.5 ulp) by a rounded number"))
        .flops(11.0 * shape.size())
        .body((ops, t) -> ops.dropout(drawn(t, firstRow), t.get("x"), t.get("y")));
  }

  /** A mask at a step beyond 32 bits. */
  private static Dropout drawn(Tensors t, long firstRow) {
    return new Dropout(3, 2, KEEP, firstRow, t.state(), t.get("mask"));
  }

  static OpCase dense(Activation f, long[] extent, boolean hasDropout) {
    return dense(f, extent, hasDropout ? Optional.of(IN_THE_MIDDLE) : Optional.empty());
  }

  /**
   * A layer.
   *
   * @param firstRow of the mask in the whole batch; empty without dropout
   */
  private static OpCase dense(Activation f, long[] extent, Optional<Long> firstRow) {
    boolean hasDropout = firstRow.isPresent();
    long m = extent[0];
    long n = extent[1];
    long previous = extent[2];
    Shape output = Shape.of(m, n);
    CaseBuilder builder =
        new CaseBuilder(
                "dense",
                label(extent, f, hasDropout)
                    + (firstRow.equals(Optional.of(0L)) ? " from the first row" : ""))
            .input("x", Shape.of(m, previous), Inputs.signed(Shape.of(m, previous), 3))
            .input("w", Shape.of(n, previous), Inputs.signed(Shape.of(n, previous), 4))
            .input("b", Shape.vector(n), Inputs.signed(Shape.vector(n), 5))
            .flops(2.0 * m * n * previous + m * n);
    if (hasDropout) {
      builder.state((1L << 33) + 5, 0, -1, 0.1).add(Operand.output("mask", ElementType.U8, output));
    }
    double more = hasDropout ? 2 + 6 : 2;
    builder.output(
        "y",
        output,
        switch (f) {
          case IDENTITY, RELU -> Tolerance.sum(previous + 1, more);
          case TANH, SIGMOID -> ofSmooth(extent, more);
        });
    if (f == Activation.IDENTITY) {
      builder
          .gradient(
              "x",
              "y",
              (ops, t) -> ops.denseBackwardInput(t.get("upstream"), t.get("w"), t.get("gradient")))
          .gradient(
              "w",
              "y",
              (ops, t) ->
                  ops.matmul(MatmulForm.TN, 1, t.get("upstream"), t.get("x"), t.get("gradient")))
          .gradient("b", "y", (ops, t) -> ops.columnSum(1, t.get("upstream"), t.get("gradient")));
    }
    return builder.body(
        (ops, t) ->
            ops.dense(
                t.get("x"),
                t.get("w"),
                t.get("b"),
                f,
                firstRow.map(row -> drawn(t, row)),
                t.get("y")));
  }

  /**
   * Of an activation whose slope is at most 1 and whose values are: the rounding of the sum, and
   * that of the value, which is within 16 roundings of 1.
   */
  private static Tolerance ofSmooth(long[] extent, double more) {
    int n = (int) extent[1];
    int previous = (int) extent[2];
    return Tolerance.sum(
        previous + 1,
        more + 16,
        context -> {
          double[] x = context.input("x");
          double[] w = context.input("w");
          double[] b = context.input("b");
          double[] scale = new double[(int) extent[0] * n];
          for (int i = 0; i < scale.length; i++) {
            scale[i] = 1 + Math.abs(b[i % n]);
            for (int l = 0; l < previous; l++) {
              scale[i] += Math.abs(x[i / n * previous + l] * w[i % n * previous + l]);
            }
          }
          return scale;
        });
  }

  private static String label(long[] extent, Activation f, boolean hasDropout) {
    return extent[0]
        + "x"
        + extent[1]
        + "x"
        + extent[2]
        + (f == Activation.IDENTITY ? "" : " " + f.label())
        + (hasDropout ? " with dropout" : "");
  }

  private static OpCase denseBackward(long[] extent) {
    long m = extent[0];
    long n = extent[1];
    long previous = extent[2];
    double scale = 1.0 / m;
    return new CaseBuilder("denseBackward", label(extent, Activation.IDENTITY, false))
        .input("gradient", Shape.of(m, n), Inputs.signed(Shape.of(m, n), 6))
        .input("y", Shape.of(m, n), Inputs.signed(Shape.of(m, n), 61))
        .input("x", Shape.of(m, previous), Inputs.signed(Shape.of(m, previous), 7))
        .output("dw", Shape.of(n, previous), Tolerance.sum(m, 3))
        .output("db", Shape.vector(n), Tolerance.sum(m, 3))
        .flops(2.0 * m * n * previous + m * n)
        .body(
            (ops, t) ->
                ops.denseBackward(
                    scale,
                    Activation.IDENTITY,
                    Optional.empty(),
                    t.get("gradient"),
                    t.get("y"),
                    t.get("x"),
                    t.get("dw"),
                    t.get("db")));
  }

  private static OpCase denseBackward(Activation f, Shape shape, boolean hasDropout) {
    double[] mask = Inputs.whole(shape, 2, 61);
    double[] output = Inputs.signed(shape, 62);
    for (int i = 0; i < output.length; i++) {
      double value = ElementwiseCases.value(f, output[i]);
      output[i] = hasDropout ? value * mask[i] / KEEP : value;
    }
    double[] upstream = Inputs.signed(shape, 63);
    double[] magnitudes = new double[upstream.length];
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Math.abs(upstream[i]) / (hasDropout ? KEEP : 1);
    }
    Shape input = Shape.of(shape.rows(), INPUTS);
    double[] x = Inputs.signed(input, 64);
    double scale = 1.0 / shape.rows();
    Tolerance dz =
        f == Activation.RELU
            ? Tolerance.relative(6, "at most a division (2.5 ulp) by a rounded number")
            : new Tolerance(
                14, context -> magnitudes, "1 − a² is rounded relative to 1, then the products");
    Tolerance dw = Tolerance.sum(shape.rows(), 3 + 6);
    Tolerance db = dw;
    if (f != Activation.RELU) {
      dw =
          Tolerance.sum(shape.rows(), 3 + 14, context -> sums(magnitudes, shape, x, INPUTS, scale));
      db =
          Tolerance.sum(
              shape.rows(),
              3 + 14,
              context -> sums(magnitudes, shape, ones(shape.rows()), 1, scale));
    }
    CaseBuilder builder =
        new CaseBuilder(
                "denseBackward", f.label() + " " + shape + (hasDropout ? " with dropout" : ""))
            .updated("gradient", shape, upstream, dz)
            .input("y", shape, output)
            .input("x", input, x)
            .output("dw", Shape.of(shape.columns(), INPUTS), dw)
            .output("db", Shape.vector(shape.columns()), db)
            .flops((3.0 + 2 * INPUTS) * shape.size());
    if (hasDropout) {
      builder.add(Operand.input("mask", ElementType.U8, shape, mask)).state(5, 0, -1, 0.1);
    }
    return builder.body(
        (ops, t) ->
            ops.denseBackward(
                scale,
                f,
                hasDropout
                    ? Optional.of(new Dropout(3, 2, KEEP, 0, t.state(), t.get("mask")))
                    : Optional.empty(),
                t.get("gradient"),
                t.get("y"),
                t.get("x"),
                t.get("dw"),
                t.get("db")));
  }

  /** scale · Σ_rows |dz|·|x|, the magnitude that errors of dW are relative to. */
  private static double[] sums(
      double[] magnitudes, Shape shape, double[] x, long columns, double scale) {
    int n = (int) shape.columns();
    int previous = (int) columns;
    double[] sums = new double[n * previous];
    for (int row = 0; row < shape.rows(); row++) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] +=
            scale * magnitudes[row * n + i / previous] * Math.abs(x[row * previous + i % previous]);
      }
    }
    return sums;
  }

  private static double[] ones(long count) {
    double[] ones = new double[(int) count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static OpCase denseBackwardInput(long[] extent) {
    long m = extent[0];
    long n = extent[1];
    long previous = extent[2];
    return new CaseBuilder("denseBackwardInput", label(extent, Activation.IDENTITY, false))
        .input("dz", Shape.of(m, n), Inputs.signed(Shape.of(m, n), 8))
        .input("w", Shape.of(n, previous), Inputs.signed(Shape.of(n, previous), 9))
        .output("dx", Shape.of(m, previous), Tolerance.sum(n, 2))
        .flops(2.0 * m * n * previous)
        .body((ops, t) -> ops.denseBackwardInput(t.get("dz"), t.get("w"), t.get("dx")));
  }
}
