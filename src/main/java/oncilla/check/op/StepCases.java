package oncilla.check.op;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;

/** Cases of what belongs to a step: dropout masks and the counters. */
final class StepCases {
  private static final Shape[] MASKS = {
    Shape.of(1, 1),
    Shape.of(1, 2),
    Shape.of(3, 1),
    Shape.of(5, 7),
    Shape.of(33, 31),
    Shape.of(40, 40),
    Shape.of(209, 20),
    Shape.of(63, 65),
    Shape.of(1, 4099),
  };

  private StepCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (Shape shape : MASKS) {
      cases.add(drawMask(shape, 3, 1, 0, 0, 0.86));
      cases.add(drawMask(shape, 3, 1, 3, 0, 0.86));
    }
    // The high words of step and seed, and a layer that does not fit a byte.
    cases.add(drawMask(Shape.of(7, 13), 0xFFFFFFFFL, 300, 0, (1L << 33) + 5, 0.5));
    cases.add(drawMask(Shape.of(7, 13), 0, 65535, 0, 0xFFFFFFFFL, 0.999999));
    cases.add(drawMask(Shape.of(7, 13), 1, 2, 0, 1, 1e-9));
    // Blocks whose number needs more than 32 bits, and one that begins before and ends behind.
    cases.add(drawMask(Shape.of(7, 13), 3, 2, (1L << 34) + 1, 7, 0.5));
    cases.add(drawMask(Shape.of(9, 64), 3, 2, (1L << 28) - 4, 7, 0.5));
    cases.add(advance("full batch", 5, 0, -1, 10, 10));
    cases.add(advance("next batch", 5, 0, -1, 4, 10));
    cases.add(advance("a batch in the middle", 5, 4, -1, 4, 10));
    cases.add(advance("a last batch that is smaller", 5, 8, -1, 2, 10));
    cases.add(advance("the last of equal batches", 5, 5, -1, 5, 10));
    cases.add(advance("beyond 32 bits", (1L << 32) - 1, 0, -1, 10, 10));
    cases.add(advance("after a bad step", 5, 0, 5, 4, 10));
    return cases;
  }

  static OpCase drawMask(Shape shape, long seed, int layer, long firstRow, long step, double keep) {
    String label =
        shape + " seed " + seed + " layer " + layer + " row " + firstRow + " step " + step;
    Operand mask = Operand.output("mask", ElementType.U8, shape).flexible(true, true);
    return new CaseBuilder("drawMask", label)
        .state(step, 0, -1, 0.1)
        .add(mask)
        .flops(10.0 * shape.size())
        .body(
            (ops, t) ->
                ops.drawMask(new Dropout(seed, layer, keep, firstRow, t.state(), t.get("mask"))));
  }

  static OpCase advance(
      String label, long step, long offset, long firstBadStep, long batch, long total) {
    return new CaseBuilder("advance", label)
        .counters(Operand.Role.UPDATED, step, offset, firstBadStep)
        .rate(0.1)
        .body((ops, t) -> ops.advance(t.state(), batch, total));
  }
}
