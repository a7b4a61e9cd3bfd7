package oncilla.check.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Dropout;
import oncilla.backend.DropoutMask;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.Shape;
import oncilla.backend.Tail;

/** Cases of {@link Ops#tail}: nets that a backend may do at once, and some that are too large. */
final class TailCases {
  /** Rows, inputs of the base, then the units of the base and of each layer behind it. */
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
  };

  private static final double KEEP = 0.86;
  private static final long SEED = 3;
  private static final long STEP = 7;

  private TailCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (int[] extent : EXTENTS) {
      cases.add(new Net(extent, false).opCase(0.125, -1));
    }
    for (int[] extent : List.of(EXTENTS[1], EXTENTS[3], EXTENTS[5], EXTENTS[6], EXTENTS[8])) {
      cases.add(new Net(extent, true).opCase(0, -1));
    }
    cases.add(new Net(EXTENTS[2], false).opCase(Double.POSITIVE_INFINITY, -1));
    cases.add(new Net(EXTENTS[2], false).opCase(Double.NaN, 4));
    return cases;
  }

  /** A net with its inputs, and magnitudes that rounding errors of its results are relative to. */
  private static final class Net {
    private final int rows;
    private final int inputs;
    private final int[] units;
    private final boolean hasDropout;
    private final double[] baseMask;
    private final double[][] activations;
    private final double[][] weights;
    private final double[][] biases;
    private final double[][] gradients;

    Net(int[] extent, boolean hasDropout) {
      rows = extent[0];
      inputs = extent[1];
      units = Arrays.copyOfRange(extent, 2, extent.length);
      this.hasDropout = hasDropout;
      Shape base = Shape.of(rows, units[0]);
      baseMask = Inputs.whole(base, 2, 70);
      activations = new double[units.length][];
      weights = new double[units.length][];
      biases = new double[units.length][];
      gradients = new double[units.length][];
      activations[0] = Inputs.signed(base, 71);
      for (int i = 0; i < activations[0].length; i++) {
        activations[0][i] = Math.max(0, activations[0][i]) * (hasDropout ? baseMask[i] : 1);
      }
      for (int l = 1; l < units.length; l++) {
        weights[l] = Inputs.signed(Shape.of(units[l], units[l - 1]), 72 + l);
        for (int i = 0; i < weights[l].length; i++) {
          weights[l][i] /= Math.sqrt(units[l - 1]);
        }
        biases[l] = Inputs.signed(Shape.vector(units[l]), 80 + l);
      }
      magnitudes();
    }

    /**
     * Forward with the magnitudes of all terms. Back from 1 + |z|: an error of z changes the
     * logit's gradient by a quarter of it at most, and the gradient itself is below 1.
     */
    private void magnitudes() {
      double keep = hasDropout ? KEEP : 1;
      int last = units.length - 1;
      for (int l = 1; l <= last; l++) {
        activations[l] = new double[rows * units[l]];
        for (int i = 0; i < activations[l].length; i++) {
          int row = i / units[l];
          double sum = Math.abs(biases[l][i % units[l]]);
          for (int k = 0; k < units[l - 1]; k++) {
            sum +=
                Math.abs(weights[l][i % units[l] * units[l - 1] + k])
                    * activations[l - 1][row * units[l - 1] + k];
          }
          activations[l][i] = l < last ? sum / keep : sum;
        }
      }
      gradients[last] = Arrays.stream(activations[last]).map(z -> 1 + z).toArray();
      for (int l = last; l > 0; l--) {
        gradients[l - 1] = new double[rows * units[l - 1]];
        for (int i = 0; i < gradients[l - 1].length; i++) {
          double sum = 0;
          for (int j = 0; j < units[l]; j++) {
            sum +=
                Math.abs(weights[l][j * units[l - 1] + i % units[l - 1]])
                    * gradients[l][i / units[l - 1] * units[l] + j];
          }
          gradients[l - 1][i] = sum / keep;
        }
      }
    }

    private double[] weightMagnitudes(double[] gradient, int n, double[] input, int previous) {
      double[] sums = new double[n * previous];
      for (int row = 0; row < rows; row++) {
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < previous; k++) {
            sums[j * previous + k] +=
                gradient[row * n + j] * Math.abs(input[row * previous + k]) / rows;
          }
        }
      }
      return sums;
    }

    private double[] biasMagnitudes(int l) {
      double[] ones = new double[rows];
      Arrays.fill(ones, 1);
      return weightMagnitudes(gradients[l], units[l], ones, 1);
    }

    /** Every sum of a chain of layers counts, and a few roundings more in each. */
    private Tolerance within(double[] scale) {
      long terms = rows + 2L * Arrays.stream(units).sum();
      return Tolerance.sum(terms, 20 + 8.0 * units.length, context -> scale);
    }

    OpCase opCase(double penalty, long firstBadStep) {
      Shape base = Shape.of(rows, units[0]);
      Shape column = Shape.of(rows, 1);
      Shape input = Shape.of(rows, inputs);
      double[] x = Inputs.signed(input, 90);
      int last = units.length - 1;
      double loss = 0;
      for (double z : activations[last]) {
        loss += (1 + 2 * z) / rows;
      }
      double cost = loss + (Double.isFinite(penalty) ? penalty : 0);
      CaseBuilder builder =
          new CaseBuilder("tail", label(penalty))
              .input("x", input, x)
              .input("a0", base, activations[0])
              .output("dz0", base, within(gradients[0]))
              .output(
                  "dw0",
                  Shape.of(units[0], inputs),
                  within(weightMagnitudes(gradients[0], units[0], x, inputs)))
              .output("db0", Shape.vector(units[0]), within(biasMagnitudes(0)))
              .input("labels", column, Inputs.whole(column, 2, 91))
              .input("penalty", Shape.of(1, 1), new double[] {penalty})
              .counters(Operand.Role.UPDATED, STEP, 0, firstBadStep)
              .rate(0.1)
              .output("cost", Shape.vector(2), within(new double[] {cost, cost}));
      if (hasDropout) {
        builder.add(Operand.input("mask0", ElementType.U8, base, baseMask));
      }
      double flops = 2.0 * rows * units[0] * inputs;
      for (int l = 1; l <= last; l++) {
        Shape shape = Shape.of(rows, units[l]);
        Shape matrix = Shape.of(units[l], units[l - 1]);
        Shape vector = Shape.vector(units[l]);
        builder
            .input("w" + l, matrix, weights[l])
            .input("b" + l, vector, biases[l])
            .add(Operand.scratch("a" + l, shape))
            .add(Operand.scratch("dz" + l, shape))
            .output(
                "dw" + l,
                matrix,
                within(weightMagnitudes(gradients[l], units[l], activations[l - 1], units[l - 1])))
            .output("db" + l, vector, within(biasMagnitudes(l)));
        if (hasDropout && l < last) {
          builder.add(Operand.output("mask" + l, ElementType.U8, shape));
        }
        flops += 6.0 * rows * matrix.size();
      }
      return builder.flops(flops).body((ops, t) -> ops.tail(tail(t)));
    }

    private String label(double penalty) {
      String layers = Arrays.toString(units).replaceAll("[\\[\\] ]", "");
      return inputs
          + "-"
          + layers
          + " x "
          + rows
          + (hasDropout ? " with dropout" : "")
          + (Double.isFinite(penalty) ? "" : " with a penalty of " + penalty);
    }

    private Tail tail(Tensors t) {
      List<Tail.Layer> layers = new ArrayList<>();
      for (int l = 1; l < units.length; l++) {
        layers.add(
            new Tail.Layer(
                t.get("w" + l),
                t.get("b" + l),
                t.get("a" + l),
                t.get("dz" + l),
                t.get("dw" + l),
                t.get("db" + l),
                l < units.length - 1 ? dropout(t, l) : Optional.empty()));
      }
      Tail.Base base =
          new Tail.Base(
              t.get("x"), t.get("a0"), t.get("dz0"), t.get("dw0"), t.get("db0"), dropout(t, 0));
      return new Tail(base, layers, t.get("labels"), t.get("penalty"), t.state(), t.get("cost"));
    }

    private Optional<Dropout> dropout(Tensors t, int layer) {
      return hasDropout
          ? Optional.of(
              new Dropout(DropoutMask.of(SEED, layer + 1, KEEP), KEEP, t.get("mask" + layer)))
          : Optional.empty();
    }
  }
}
