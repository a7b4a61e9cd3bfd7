package oncilla.check.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Augmentation;
import oncilla.backend.ElementType;
import oncilla.backend.InputTransform;
import oncilla.backend.Shape;

/** Cases of the gather of a batch. */
final class GatherCases {
  /** Rows of the batch, rows of the source, columns, row offset. */
  private static final long[][] GATHERS = {
    {1, 1, 1, 0}, {3, 5, 7, 2}, {31, 40, 33, 9}, {5, 7, 1, 0}, {64, 65, 63, 1}, {20, 209, 769, 189},
  };

  /** Rows of the batch, rows of the source, row offset; height, width and channels of an image. */
  private static final int[][] IMAGES = {
    {1, 1, 0, 1, 1, 3},
    {3, 5, 2, 5, 7, 3},
    {4, 9, 1, 12, 11, 1},
    {2, 3, 0, 20, 33, 4},
    {7, 40, 9, 31, 32, 3},
  };

  private GatherCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (long[] gather : GATHERS) {
      for (ElementType type : List.of(ElementType.U8, ElementType.REAL)) {
        cases.add(gather(type, gather, false, false));
        cases.add(gather(type, gather, true, false));
        cases.add(gather(type, gather, false, true));
      }
    }
    for (int[] one : IMAGES) {
      long[] extent = {one[0], one[1], (long) one[3] * one[4] * one[5], one[2]};
      for (Augmentation.Strength strength : Augmentation.Strength.values()) {
        Augmentation augmentation = new Augmentation(strength, 3, one[3], one[4], one[5]);
        cases.add(augmented(ElementType.U8, extent, false, augmentation, 0, false));
        cases.add(augmented(ElementType.U8, extent, true, augmentation, 7, false));
        cases.add(augmented(ElementType.REAL, extent, false, augmentation, 7, false));
        cases.add(augmented(ElementType.REAL, extent, true, augmentation, 0, false));
        cases.add(augmented(ElementType.U8, extent, true, augmentation, 7, true));
      }
    }
    // The high words of epoch and seed.
    for (Augmentation.Strength strength : Augmentation.Strength.values()) {
      cases.add(
          augmented(
              ElementType.U8,
              new long[] {3, 5, 16 * 15 * 3, 1},
              false,
              new Augmentation(strength, 0xFFFFFFFFL, 16, 15, 3),
              (9L << 32) + 5,
              false));
    }
    cases.add(gather(ElementType.U8, GATHERS[2], true, true));
    return cases;
  }

  /**
   * A case.
   *
   * @param type of the source
   * @param extent rows of the batch, rows of the source, columns, row offset
   * @param staged whether the source has the rows of the batch alone
   */
  static OpCase gather(ElementType type, long[] extent, boolean standardized, boolean staged) {
    double divisor = type == ElementType.U8 ? 255 : 1;
    Shape source = source(extent, staged);
    return gather(
        type,
        extent,
        standardized,
        new InputTransform(divisor, Optional.empty(), Optional.empty(), staged),
        stored(type, source),
        7);
  }

  /**
   * A case with images that are changed.
   *
   * @param type of the source
   * @param extent as above; the columns are those of an image
   * @param epoch of the state
   * @param staged as above
   */
  static OpCase augmented(
      ElementType type,
      long[] extent,
      boolean standardized,
      Augmentation augmentation,
      long epoch,
      boolean staged) {
    // A divisor that is not 1 shows where a photo leaves it out; its numbers are 0 ... 1 then.
    double divisor = type == ElementType.U8 ? 255 : 3;
    double[] values = stored(type, source(extent, staged));
    Arrays.setAll(values, i -> Math.abs(values[i]));
    return gather(
        type,
        extent,
        standardized,
        new InputTransform(divisor, Optional.empty(), Optional.of(augmentation), staged),
        values,
        epoch);
  }

  private static OpCase gather(
      ElementType type,
      long[] extent,
      boolean standardized,
      InputTransform transform,
      double[] values,
      long epoch) {
    long m = extent[0];
    long total = extent[1];
    long columns = extent[2];
    long offset = extent[3];
    Shape source = source(extent, transform.staged());
    Shape order = Shape.vector(total);
    String label =
        type
            + " "
            + m
            + " of "
            + source
            + " from "
            + offset
            + (transform.staged() ? " staged" : "")
            + (standardized ? " standardised" : "")
            + transform.augmentation().map(it -> " " + it.strength() + " " + epoch).orElse("");
    CaseBuilder builder =
        new CaseBuilder("gather", label)
            .add(Operand.input("source", type, source, values).flexible(true, false))
            .add(
                Operand.input(
                        "indices", ElementType.I32, order, Inputs.whole(order, (int) total, 42))
                    .flexible(false, true))
            .epoch(epoch)
            .state(0, offset, -1, 0.1);
    if (standardized) {
      Shape row = Shape.vector(columns);
      builder.input("mean", row, Inputs.signed(row, 43)).input("deviation", row, deviations(row));
    }
    return builder
        .add(Operand.output("out", Shape.of(m, columns)).flexible(true, false))
        .tolerance("out", tolerance(transform, standardized, columns))
        .flops(m * columns)
        .body(
            (ops, t) ->
                ops.gather(
                    t.get("source"),
                    t.get("indices"),
                    t.state(),
                    new InputTransform(
                        transform.divisor(),
                        standardized
                            ? Optional.of(
                                new InputTransform.Columns(t.get("mean"), t.get("deviation")))
                            : Optional.empty(),
                        transform.augmentation(),
                        transform.staged()),
                    t.get("out")));
  }

  private static Tolerance tolerance(InputTransform transform, boolean standardized, long columns) {
    Optional<Augmentation> photo =
        transform.augmentation().filter(it -> it.strength() == Augmentation.Strength.PHOTO);
    if (photo.isPresent()) {
      return photo(photo.get(), standardized, columns);
    }
    return standardized
        ? standardization(columns)
        : Tolerance.relative(5, "one division, 2.5 ulp in fp32");
  }

  /** A place is off by some roundings of the sides, and numbers change by up to 1 a pixel. */
  private static Tolerance photo(Augmentation augmentation, boolean standardized, long columns) {
    return new Tolerance(
        20 * (augmentation.width() + augmentation.height()) + 60,
        context -> {
          double[] scale = new double[context.reference().length];
          for (int i = 0; i < scale.length; i++) {
            int j = (int) (i % columns);
            scale[i] =
                standardized
                    ? (1 + Math.abs(context.input("mean")[j])) / context.input("deviation")[j]
                    : 1;
          }
          return scale;
        },
        "places of pixels, rounded");
  }

  private static Shape source(long[] extent, boolean staged) {
    return Shape.of(staged ? extent[0] : extent[1], extent[2]);
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
