package oncilla.check.op;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;

/** Cases of {@code matmul}: all three forms at extents around the edges of tiles and vectors. */
final class MatmulCases {
  private static final long[][] EXTENTS = {
    {1, 1, 1},
    {1, 2, 3},
    {2, 1, 31},
    {3, 5, 1},
    {4, 32, 17},
    {5, 33, 2},
    {31, 32, 33},
    {33, 31, 40},
    {7, 39, 37},
    {32, 32, 32},
    {40, 1, 5},
    {1, 40, 7},
    {63, 64, 65},
    {65, 63, 64},
    {64, 128, 16},
    {65, 129, 15},
    {97, 101, 103},
    {1, 257, 129},
    {251, 1, 130},
    {5, 7, 1009},
    {130, 3, 512},
    {20, 7, 2053},
    {3, 1031, 11},
    {1027, 2, 9},
    {20, 1283, 53},
    {53, 20, 1283},
    {35, 47, 517},
    {19, 1100, 300},
    {256, 256, 256},
    // Long sums with a small result, which may be split along k.
    {20, 12, 2048},
    {21, 19, 3001},
    {66, 36, 1028},
  };

  private MatmulCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (MatmulForm form : MatmulForm.values()) {
      cases.addAll(of(form));
    }
    return cases;
  }

  /** The cases of one form. */
  static List<OpCase> of(MatmulForm form) {
    List<OpCase> cases = new ArrayList<>();
    for (long[] extent : EXTENTS) {
      cases.add(matmul(form, new MatmulDims(extent[0], extent[1], extent[2])));
    }
    return cases;
  }

  static OpCase matmul(MatmulForm form, MatmulDims dims) {
    double alpha = 0.375;
    String label = form + " " + dims.m() + "x" + dims.n() + "x" + dims.k();
    return new CaseBuilder("matmul", label)
        .input("a", dims.a(form), Inputs.signed(dims.a(form), 1))
        .input("b", dims.b(form), Inputs.signed(dims.b(form), 2))
        .output("c", dims.c(), Tolerance.sum(dims.k(), 2))
        .flops(dims.flops())
        .body((ops, t) -> ops.matmul(form, alpha, t.get("a"), t.get("b"), t.get("c")));
  }
}
