package oncilla.check.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.backend.ElementType;
import oncilla.backend.InputTransform;
import oncilla.backend.Shape;

/** Cases of the gather of a batch. */
final class GatherCases {
  /** Rows of the batch, rows of the source, columns, row offset. */
  private static final long[][] GATHERS = {
    {1, 1, 1, 0}, {3, 5, 7, 2}, {31, 40, 33, 9}, {5, 7, 1, 0}, {64, 65, 63, 1}, {20, 209, 769, 189},
  };

  private GatherCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (long[] gather : GATHERS) {
      for (ElementType type : List.of(ElementType.U8, ElementType.REAL)) {
        cases.add(gather(type, gather, false));
        cases.add(gather(type, gather, true));
      }
    }
    return cases;
  }

  /**
   * A case.
   *
   * @param type of the source
   * @param extent rows of the batch, rows of the source, columns, row offset
   */
  static OpCase gather(ElementType type, long[] extent, boolean standardized) {
    long m = extent[0];
    long total = extent[1];
    long columns = extent[2];
    long offset = extent[3];
    Shape source = Shape.of(total, columns);
    double divisor = type == ElementType.U8 ? 255 : 1;
    Shape order = Shape.vector(total);
    String label =
        type
            + " "
            + m
            + " of "
            + source
            + " from "
            + offset
            + (standardized ? " standardised" : "");
    CaseBuilder builder =
        new CaseBuilder("gather", label)
            .add(Operand.input("source", type, source, stored(type, source)).flexible(true, false))
            .add(
                Operand.input(
                        "indices", ElementType.I32, order, Inputs.whole(order, (int) total, 42))
                    .flexible(false, true))
            .state(0, offset, -1, 0.1);
    if (standardized) {
      Shape row = Shape.vector(columns);
      builder
          .input("mean", row, Inputs.signed(row, 43))
          .input("deviation", row, deviations(row))
          .tolerance("out", standardization(columns));
    } else {
      builder.tolerance("out", Tolerance.relative(5, "one division, 2.5 ulp in fp32"));
    }
    return builder
        .add(Operand.output("out", Shape.of(m, columns)).flexible(true, false))
        .flops(m * columns)
        .body(
            (ops, t) ->
                ops.gather(
                    t.get("source"),
                    t.get("indices"),
                    t.state(),
                    new InputTransform(
                        divisor,
                        standardized
                            ? Optional.of(
                                new InputTransform.Columns(t.get("mean"), t.get("deviation")))
                            : Optional.empty()),
                    t.get("out")));
  }

  private static double[] stored(ElementType type, Shape shape) {
    return type == ElementType.U8 ? Inputs.whole(shape, 256, 40) : Inputs.signed(shape, 41);
  }

  /** Between 0.1 and about 4. */
  private static double[] deviations(Shape row) {
    double[] values = Inputs.signed(row, 44);
    Arrays.setAll(values, i -> 0.1 + Math.abs(values[i]));
    return values;
  }

  /** What is left of a number near the mean is small beside both, and their rounding is not. */
  private static Tolerance standardization(long columns) {
    return new Tolerance(
        11,
        context -> {
          double[] mean = context.input("mean");
          double[] deviation = context.input("deviation");
          double[] scale = context.reference().clone();
          for (int i = 0; i < scale.length; i++) {
            int j = (int) (i % columns);
            scale[i] = Math.abs(scale[i]) + 2 * Math.abs(mean[j]) / deviation[j];
          }
          return scale;
        },
        "two divisions of 2.5 ulp and a difference");
  }
}
