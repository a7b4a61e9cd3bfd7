package oncilla.check.op;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Dropout;
import oncilla.backend.DropoutMask;
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

  private static final double KEEP = 0.86;

  private DenseCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (long[] extent : EXTENTS) {
      long m = extent[0];
      long n = extent[1];
      long previous = extent[2];
      cases.add(dense(m, n, previous));
      cases.add(denseRelu(m, n, previous));
      cases.add(denseReluDropout(m, n, previous));
      cases.add(denseBackward(m, n, previous));
      cases.add(denseBackwardInput(m, n, previous));
    }
    return cases;
  }

  private static CaseBuilder layer(String op, long m, long n, long previous) {
    return new CaseBuilder(op, m + "x" + n + "x" + previous)
        .input("x", Shape.of(m, previous), Inputs.signed(Shape.of(m, previous), 3))
        .input("w", Shape.of(n, previous), Inputs.signed(Shape.of(n, previous), 4))
        .input("b", Shape.vector(n), Inputs.signed(Shape.vector(n), 5))
        .flops(2.0 * m * n * previous + m * n);
  }

  private static OpCase dense(long m, long n, long previous) {
    return layer("dense", m, n, previous)
        .output("z", Shape.of(m, n), Tolerance.sum(previous + 1, 2))
        .gradient(
            "x",
            "z",
            (ops, t) -> ops.denseBackwardInput(t.get("upstream"), t.get("w"), t.get("gradient")))
        .gradient(
            "w",
            "z",
            (ops, t) ->
                ops.matmul(MatmulForm.TN, 1, t.get("upstream"), t.get("x"), t.get("gradient")))
        .gradient("b", "z", (ops, t) -> ops.columnSum(1, t.get("upstream"), t.get("gradient")))
        .body((ops, t) -> ops.dense(t.get("x"), t.get("w"), t.get("b"), t.get("z")));
  }

  private static OpCase denseRelu(long m, long n, long previous) {
    return layer("denseRelu", m, n, previous)
        .output("a", Shape.of(m, n), Tolerance.sum(previous + 1, 2))
        .body((ops, t) -> ops.denseRelu(t.get("x"), t.get("w"), t.get("b"), t.get("a")));
  }

  private static OpCase denseReluDropout(long m, long n, long previous) {
    Shape output = Shape.of(m, n);
    return layer("denseReluDropout", m, n, previous)
        .state((1L << 33) + 5, 0, -1, 0.1)
        .add(Operand.output("mask", ElementType.U8, output))
        .output("a", output, Tolerance.sum(previous + 1, 2 + 6))
        .body(
            (ops, t) ->
                ops.denseReluDropout(
                    t.get("x"),
                    t.get("w"),
                    t.get("b"),
                    new Dropout(DropoutMask.of(3, 2, KEEP), KEEP, t.get("mask")),
                    t.state(),
                    t.get("a")));
  }

  private static OpCase denseBackward(long m, long n, long previous) {
    return new CaseBuilder("denseBackward", m + "x" + n + "x" + previous)
        .input("dz", Shape.of(m, n), Inputs.signed(Shape.of(m, n), 6))
        .input("x", Shape.of(m, previous), Inputs.signed(Shape.of(m, previous), 7))
        .output("dw", Shape.of(n, previous), Tolerance.sum(m, 3))
        .output("db", Shape.vector(n), Tolerance.sum(m, 3))
        .flops(2.0 * m * n * previous + m * n)
        .body((ops, t) -> ops.denseBackward(t.get("dz"), t.get("x"), t.get("dw"), t.get("db")));
  }

  private static OpCase denseBackwardInput(long m, long n, long previous) {
    return new CaseBuilder("denseBackwardInput", m + "x" + n + "x" + previous)
        .input("dz", Shape.of(m, n), Inputs.signed(Shape.of(m, n), 8))
        .input("w", Shape.of(n, previous), Inputs.signed(Shape.of(n, previous), 9))
        .output("dx", Shape.of(m, previous), Tolerance.sum(n, 2))
        .flops(2.0 * m * n * previous)
        .body((ops, t) -> ops.denseBackwardInput(t.get("dz"), t.get("w"), t.get("dx")));
  }
}
