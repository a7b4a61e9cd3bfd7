package oncilla.check.op;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Activation;
import oncilla.backend.Ops;
import oncilla.backend.UpdateRule;

/**
 * Cases of {@link Ops#pass}: nets whose last layers a backend may do at once, and some that are too
 * large, too deep or of an activation that resists.
 */
final class PassCases {
  /** Rows, inputs, then the units of each layer. */
  private static final int[][] EXTENTS = {
    {1, 1, 1, 1},
    {5, 3, 4, 1},
    {33, 7, 5, 3, 1},
    {40, 9, 20, 7, 5, 1},
    {209, 37, 20, 7, 5, 1},
    {17, 3, 3, 4, 2, 3, 1},
    {5003, 2, 3, 2, 1},
    {70, 5, 64, 63, 1},
    {65, 4, 65, 2, 1},
    {12, 3, 2, 3, 2, 3, 2, 1},
    {9, 6, 1},
    {20, 5, 70, 1},
  };

  private PassCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (int[] extent : EXTENTS) {
      cases.add(new PassNet(extent, Activation.RELU, false).opCase(0.125, -1));
    }
    for (int[] extent : List.of(EXTENTS[1], EXTENTS[3], EXTENTS[5], EXTENTS[6], EXTENTS[8])) {
      cases.add(new PassNet(extent, Activation.RELU, true).opCase(0, -1));
    }
    // Few, since each net of narrow layers is a program to compile.
    for (int[] extent : List.of(EXTENTS[3], EXTENTS[6], EXTENTS[8])) {
      cases.add(new PassNet(extent, Activation.TANH, false).opCase(0, -1));
    }
    cases.add(new PassNet(EXTENTS[3], Activation.TANH, true).opCase(0, -1));
    cases.add(new PassNet(EXTENTS[2], Activation.RELU, false).opCase(Double.POSITIVE_INFINITY, -1));
    cases.add(new PassNet(EXTENTS[2], Activation.RELU, false).opCase(Double.NaN, 4));
    for (int[] extent : List.of(EXTENTS[3], EXTENTS[10])) {
      cases.add(new PassNet(extent, Activation.RELU, false).weighted().opCase(0.125, -1));
    }
    cases.add(new PassNet(EXTENTS[3], Activation.RELU, false).share().opCase(0.125, -1));
    cases.add(new PassNet(EXTENTS[3], Activation.RELU, true).share().opCase(0.125, -1));
    cases.add(
        new PassNet(EXTENTS[3], Activation.RELU, false)
            .ending(new UpdateRule.GradientDescent())
            .opCase(0.125, -1));
    cases.add(
        new PassNet(EXTENTS[3], Activation.RELU, false)
            .ending(new UpdateRule.Momentum(0.9, true))
            .opCase(0.125, -1));
    cases.add(
        new PassNet(EXTENTS[2], Activation.RELU, false)
            .ending(new UpdateRule.GradientDescent())
            .opCase(Double.POSITIVE_INFINITY, -1));
    return cases;
  }

  /**
   * Two nets with narrow layers: one with an update, and one with dropout that is a share of a
   * batch. A CPU's compiler takes seconds for each.
   */
  static List<OpCase> few() {
    return List.of(
        new PassNet(EXTENTS[2], Activation.RELU, false)
            .ending(new UpdateRule.GradientDescent())
            .opCase(0.125, -1),
        new PassNet(EXTENTS[3], Activation.RELU, true).share().opCase(0.125, -1));
  }
}
