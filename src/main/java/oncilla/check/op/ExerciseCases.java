package oncilla.check.op;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Shape;
import oncilla.backend.UpdateRule;
import oncilla.backend.verification.Exercise;
import oncilla.backend.verification.FusedParts;

/**
 * The cases that an {@link Exercise} is: those of {@link OpCases}, with the extents of the run. An
 * extent that decides about the length of sums and loops stays as it is up to a limit; the others
 * are cut where a case would be large, to the same number modulo 16, since a vector or packet more
 * or less may be another kernel.
 */
public final class ExerciseCases {
  /** Elements of a case without products. */
  private static final long MOST_ELEMENTS = 1 << 17;

  /** Rows of sums over rows; where there are more, the {@code probes} answer for the loop. */
  private static final long MOST_ROWS = 1 << 17;

  /** Operations of a case with products: what the reference does in some milliseconds. */
  private static final double MOST_FLOPS = 4e6;

  /** Operations of a case that is long because a sum is. */
  private static final double MOST_LONG_FLOPS = 3e7;

  /** Elements of the operands of a {@link LongProduct}. */
  private static final long MOST_OPERANDS = 1 << 22;

  private static final int MODULUS = 16;
  private static final double DECAY = 0.7 / 209;
  private static final double KEEP = 0.86;

  private ExerciseCases() {}

  /** The cases of {@code exercise} that compare every element with the reference. */
  public static List<OpCase> of(Exercise exercise) {
    if (exercise instanceof Exercise.Product it) {
      return List.of(MatmulCases.matmul(it.form(), small(it.dims())));
    }
    if (exercise instanceof Exercise.Layer it) {
      return layer(it);
    }
    if (exercise instanceof Exercise.LayerBackward it) {
      return List.of(layerBackward(it.f(), forSums(it.shape()), it.dropout()));
    }
    if (exercise instanceof Exercise.Tail it) {
      return List.of(tail(it));
    }
    if (exercise instanceof Exercise.Update it) {
      Shape shape = Shape.vector(Math.min(it.size(), MOST_ELEMENTS));
      double decay = it.decays() ? DECAY : 0;
      return List.of(
          UpdateCases.alone(clipped(it, UpdateOperands.allWeights(it.rule(), shape, decay, false))),
          UpdateCases.alone(clipped(it, UpdateOperands.allWeights(it.rule(), shape, decay, true))));
    }
    if (exercise instanceof Exercise.LastUpdate it) {
      long size = Math.min(it.size(), MOST_ELEMENTS);
      double decay = it.decays() ? DECAY : 0;
      return List.of(lastUpdate(size, decay, -1), lastUpdate(size, decay, 3));
    }
    if (exercise instanceof Exercise.Gather it) {
      return List.of(gather(it));
    }
    if (exercise instanceof Exercise.CrossEntropy it) {
      long rows = Math.min(it.rows(), MOST_ROWS);
      return List.of(ReductionCases.crossEntropy("m = " + rows, rows, rows, 2, 0.125, -1));
    }
    if (exercise instanceof Exercise.Activating it) {
      Shape shape = forElements(it.shape());
      return List.of(
          it.dropout()
              ? ElementwiseCases.activateBackwardWithDropout(it.f(), shape)
              : it.backward()
                  ? ElementwiseCases.activateBackward(it.f(), shape)
                  : ElementwiseCases.activate(it.f(), shape));
    }
    if (exercise instanceof Exercise.Plain it) {
      return List.of(plain(it));
    }
    return List.of(
        StepCases.advance("next batch", 5, 0, -1, 4, 10),
        StepCases.advance("a last batch that is smaller", 5, 8, -1, 2, 10),
        StepCases.advance("beyond 32 bits", (1L << 32) - 1, 0, -1, 10, 10));
  }

  private static UpdateOperands clipped(Exercise.Update exercise, UpdateOperands operands) {
    return exercise.clips() ? operands.clippedToHalf() : operands;
  }

  /**
   * What is too long for {@link #of}: the product of an exercise with sums of their full length.
   */
  public static Optional<LongProduct> longProduct(Exercise exercise) {
    if (exercise instanceof Exercise.Product it && isLong(it.dims())) {
      return Optional.of(new LongProduct(it.form(), within(it.dims())));
    }
    if (exercise instanceof Exercise.Layer it && isLong(it.dims()) && isExact(it)) {
      return Optional.of(new LongProduct(MatmulForm.NT, within(it.dims())));
    }
    return Optional.empty();
  }

  private static boolean isLong(MatmulDims dims) {
    return dims.flops() > MOST_FLOPS;
  }

  /** Whether whole numbers stay whole in a layer. */
  private static boolean isExact(Exercise.Layer layer) {
    return !layer.dropout() && (layer.f() == Activation.IDENTITY || layer.f() == Activation.RELU);
  }

  /** The largest number up to {@code most} that is {@code extent} modulo 16, or it itself. */
  private static long cut(long extent, long most) {
    return extent <= most
        ? extent
        : Math.max(0, most / MODULUS - 1) * MODULUS
            + (extent % MODULUS == 0 ? MODULUS : extent % MODULUS);
  }

  private static MatmulDims small(MatmulDims dims) {
    return isLong(dims)
        ? new MatmulDims(cut(dims.m(), 48), cut(dims.n(), 64), cut(dims.k(), 528))
        : dims;
  }

  /** Fewer rows and columns of C, as many as there is room for; sums as long as they are. */
  private static MatmulDims within(MatmulDims dims) {
    long m = dims.m();
    long n = dims.n();
    long k = Math.min(dims.k(), LongProduct.longest());
    while (m * k + n * k + m * n > MOST_OPERANDS && Math.max(m, n) > 2 * MODULUS) {
      if (m >= n) {
        m = cut(m, Math.max(2 * MODULUS, m / 2));
      } else {
        n = cut(n, Math.max(2 * MODULUS, n / 2));
      }
    }
    return new MatmulDims(m, n, k);
  }

  private static List<OpCase> layer(Exercise.Layer layer) {
    OpCase small = dense(layer, small(layer.dims()));
    if (!isLong(layer.dims()) || isExact(layer)) {
      return List.of(small);
    }
    long m = cut(layer.dims().m(), 32);
    long n = cut(layer.dims().n(), 48);
    while (2.0 * m * n * layer.dims().k() > MOST_LONG_FLOPS && m * n > MODULUS * MODULUS) {
      m = m >= n ? cut(m, Math.max(MODULUS, m / 2)) : m;
      n = m < n ? cut(n, Math.max(MODULUS, n / 2)) : n;
    }
    return List.of(small, dense(layer, new MatmulDims(m, n, layer.dims().k())));
  }

  private static OpCase dense(Exercise.Layer layer, MatmulDims dims) {
    return DenseCases.dense(layer.f(), new long[] {dims.m(), dims.n(), dims.k()}, layer.dropout());
  }

  private static OpCase tail(Exercise.Tail tail) {
    double perRow = 0;
    for (int l = 1; l < tail.units().size(); l++) {
      perRow += 6.0 * tail.units().get(l) * tail.units().get(l - 1);
    }
    long rows = Math.min(tail.rows(), (long) Math.max(64, MOST_LONG_FLOPS / perRow));
    return PassNet.tail(Math.toIntExact(rows), tail.units(), tail.f(), tail.dropout())
        .opCase(0.125, -1);
  }

  /** The columns of images that are changed are no number to cut. */
  private static OpCase gather(Exercise.Gather gather) {
    Shape batch = gather.batch();
    if (gather.augmentation().isEmpty()) {
      Shape cut = forElements(batch);
      return GatherCases.gather(
          gather.type(),
          new long[] {cut.rows(), cut.rows() + 3, cut.columns(), 2},
          gather.standardized(),
          gather.staged());
    }
    long rows = cut(batch.rows(), Math.max(1, MOST_ELEMENTS / batch.columns()));
    return GatherCases.augmented(
        gather.type(),
        new long[] {rows, rows + 3, batch.columns(), 2},
        gather.standardized(),
        gather.augmentation().get(),
        7,
        gather.staged());
  }

  private static OpCase plain(Exercise.Plain plain) {
    Shape shape = forElements(plain.shape());
    return switch (plain.kind()) {
      case ADD_ROW_VECTOR -> ElementwiseCases.addRowVector(shape);
      case ADD_SCALED -> ElementwiseCases.addScaled(shape);
      case COLUMN_SUM -> ReductionCases.columnSum(forSums(plain.shape()));
      case L2_PENALTY -> ReductionCases.l2Penalty(shape);
      case DRAW_MASK -> StepCases.drawMask(shape, 3, 1, 3, (1L << 33) + 5, KEEP);
      case APPLY_MASK -> ElementwiseCases.applyMask(shape);
      case DROPOUT -> DenseCases.dropout(shape);
    };
  }

  /** Fewer rows, then fewer columns. */
  private static Shape forElements(Shape shape) {
    long columns = cut(shape.columns(), MOST_ELEMENTS);
    return Shape.of(cut(shape.rows(), Math.max(1, MOST_ELEMENTS / columns)), columns);
  }

  /** Fewer columns, then fewer rows. */
  private static Shape forSums(Shape shape) {
    long rows = Math.min(shape.rows(), MOST_ROWS);
    return Shape.of(rows, cut(shape.columns(), Math.max(2 * MODULUS, MOST_ELEMENTS / 2 / rows)));
  }

  private static OpCase layerBackward(Activation f, Shape shape, boolean hasDropout) {
    double[] mask = Inputs.whole(shape, 2, 61);
    double[] output = Inputs.signed(shape, 62);
    double[] upstream = Inputs.signed(shape, 63);
    double[] scale = new double[output.length];
    for (int i = 0; i < output.length; i++) {
      double value = ElementwiseCases.value(f, output[i]);
      output[i] = hasDropout ? value * mask[i] / KEEP : value;
      scale[i] = Math.abs(upstream[i]) / (hasDropout ? KEEP : 1);
    }
    double[] sums = new double[Math.toIntExact(shape.columns())];
    for (int i = 0; i < scale.length; i++) {
      sums[i % sums.length] += scale[i] / shape.rows();
    }
    CaseBuilder builder =
        new CaseBuilder(
                "layerBackward", f.label() + " " + shape + (hasDropout ? " with dropout" : ""))
            .updated(
                "gradient", shape, upstream, new Tolerance(14, c -> scale, "as of the primitives"))
            .input("y", shape, output)
            .output(
                "db", Shape.vector(shape.columns()), Tolerance.sum(shape.rows(), 17, c -> sums));
    if (hasDropout) {
      builder.add(Operand.input("mask", ElementType.U8, shape, mask)).state(5, 0, -1, 0.1);
    }
    return builder.body(
        (ops, t) -> {
          Optional<Dropout> dropout =
              hasDropout
                  ? Optional.of(new Dropout(3, 2, KEEP, 0, t.state(), t.get("mask")))
                  : Optional.empty();
          double alpha = 1.0 / shape.rows();
          if (ops instanceof FusedParts parts) {
            parts.layerBackward(alpha, f, dropout, t.get("gradient"), t.get("y"), t.get("db"));
          } else {
            FusedParts.layerBackward(
                ops, alpha, f, dropout, t.get("gradient"), t.get("y"), t.get("db"));
          }
        });
  }

  private static OpCase lastUpdate(long size, double decay, long firstBadStep) {
    Shape shape = Shape.vector(size);
    double[] theta = Inputs.signed(shape, 65);
    double[] gradients = Inputs.signed(shape, 66);
    double[] scale = new double[theta.length];
    Arrays.setAll(scale, i -> Math.abs(theta[i]) + Math.abs(gradients[i]));
    Tolerance difference = Tolerance.sum(2, 1, context -> scale);
    return new CaseBuilder(
            "descendAndAdvance", shape + (firstBadStep < 0 ? "" : " after a bad step"))
        .updated("parameters", shape, theta, firstBadStep < 0 ? difference : Tolerance.exact())
        .updated("gradients", shape, gradients, difference)
        .counters(Operand.Role.UPDATED, 5, 4, firstBadStep)
        .rate(0.0075)
        .body(
            (ops, t) -> {
              ParameterUpdate update =
                  new ParameterUpdate(
                      t.get("parameters"),
                      t.get("gradients"),
                      List.of(),
                      decay,
                      t.get("parameters"),
                      t.get("gradients"));
              if (ops instanceof FusedParts parts) {
                parts.descendAndAdvance(update, t.state(), 4, 10);
              } else {
                ops.update(new UpdateRule.GradientDescent(), update, t.state());
                ops.advance(t.state(), 4, 10);
              }
            });
  }
}
