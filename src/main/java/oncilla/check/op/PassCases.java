package oncilla.check.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.Shape;
import oncilla.backend.TrainingPass;
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

  private static final double KEEP = 0.86;
  private static final long SEED = 3;
  private static final long STEP = 7;
  private static final long FIRST_ROW = 5;
  private static final double DECAY = 0.7 / 209;

  private PassCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (int[] extent : EXTENTS) {
      cases.add(new Net(extent, Activation.RELU, false).opCase(0.125, -1));
    }
    for (int[] extent : List.of(EXTENTS[1], EXTENTS[3], EXTENTS[5], EXTENTS[6], EXTENTS[8])) {
      cases.add(new Net(extent, Activation.RELU, true).opCase(0, -1));
    }
    // Few, since each net of narrow layers is a program to compile.
    for (int[] extent : List.of(EXTENTS[3], EXTENTS[6], EXTENTS[8])) {
      cases.add(new Net(extent, Activation.TANH, false).opCase(0, -1));
    }
    cases.add(new Net(EXTENTS[3], Activation.TANH, true).opCase(0, -1));
    cases.add(new Net(EXTENTS[2], Activation.RELU, false).opCase(Double.POSITIVE_INFINITY, -1));
    cases.add(new Net(EXTENTS[2], Activation.RELU, false).opCase(Double.NaN, 4));
    cases.add(new Net(EXTENTS[3], Activation.RELU, false).share().opCase(0.125, -1));
    cases.add(new Net(EXTENTS[3], Activation.RELU, true).share().opCase(0.125, -1));
    cases.add(
        new Net(EXTENTS[3], Activation.RELU, false)
            .ending(new UpdateRule.GradientDescent())
            .opCase(0.125, -1));
    cases.add(
        new Net(EXTENTS[3], Activation.RELU, false)
            .ending(new UpdateRule.Momentum(0.9, true))
            .opCase(0.125, -1));
    cases.add(
        new Net(EXTENTS[2], Activation.RELU, false)
            .ending(new UpdateRule.GradientDescent())
            .opCase(Double.POSITIVE_INFINITY, -1));
    return cases;
  }

  /** A net with its inputs, and magnitudes that rounding errors of its results are relative to. */
  private static final class Net {
    private final int rows;
    private final int inputs;
    private final int[] units;
    private final Activation activation;
    private final boolean hasDropout;
    private final double[] x;
    private final double[][] activations;
    private final double[][] weights;
    private final double[][] biases;
    private final double[][] gradients;
    private Optional<UpdateOperands> end = Optional.empty();
    private boolean isShare;

    Net(int[] extent, Activation activation, boolean hasDropout) {
      rows = extent[0];
      inputs = extent[1];
      units = Arrays.copyOfRange(extent, 2, extent.length);
      this.activation = activation;
      this.hasDropout = hasDropout;
      x = Inputs.signed(Shape.of(rows, inputs), 90);
      activations = new double[units.length][];
      weights = new double[units.length][];
      biases = new double[units.length][];
      gradients = new double[units.length][];
      for (int l = 0; l < units.length; l++) {
        weights[l] = Inputs.signed(matrix(l), 72 + l);
        for (int i = 0; i < weights[l].length; i++) {
          weights[l][i] /= Math.sqrt(previous(l));
        }
        biases[l] = Inputs.signed(Shape.vector(units[l]), 80 + l);
      }
      magnitudes();
    }

    /** The same net as a part of a batch that has three times as many examples. */
    Net share() {
      isShare = true;
      return this;
    }

    /** The same net with an update behind its gradients. */
    Net ending(UpdateRule rule) {
      end = Optional.of(UpdateOperands.allWeights(rule, Shape.vector(131), DECAY, false));
      return this;
    }

    private long examples() {
      return isShare ? 3L * rows : rows;
    }

    private int previous(int l) {
      return l == 0 ? inputs : units[l - 1];
    }

    private Shape matrix(int l) {
      return Shape.of(units[l], previous(l));
    }

    private double[] inputOf(int l) {
      return l == 0 ? x : activations[l - 1];
    }

    /**
     * Forward with the magnitudes of all terms. Back from 1 + |z|: an error of z changes the
     * logit's gradient by a quarter of it at most, and the gradient itself is below 1. An error of
     * tanh changes its slope by twice of it at most.
     */
    private void magnitudes() {
      double keep = hasDropout ? KEEP : 1;
      int last = units.length - 1;
      for (int l = 0; l <= last; l++) {
        activations[l] = new double[rows * units[l]];
        for (int i = 0; i < activations[l].length; i++) {
          int row = i / units[l];
          double sum = Math.abs(biases[l][i % units[l]]);
          for (int k = 0; k < previous(l); k++) {
            sum +=
                Math.abs(
                    weights[l][i % units[l] * previous(l) + k] * inputOf(l)[row * previous(l) + k]);
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
          double slope = activation == Activation.RELU ? 1 : 1 + 2 * activations[l - 1][i];
          gradients[l - 1][i] = sum * slope / keep;
        }
      }
    }

    private double[] weightMagnitudes(int l) {
      return magnitudes(gradients[l], units[l], inputOf(l), previous(l));
    }

    private double[] magnitudes(double[] gradient, int n, double[] input, int previous) {
      double[] sums = new double[n * previous];
      for (int row = 0; row < rows; row++) {
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < previous; k++) {
            sums[j * previous + k] +=
                gradient[row * n + j] * Math.abs(input[row * previous + k]) / examples();
          }
        }
      }
      return sums;
    }

    private double[] biasMagnitudes(int l) {
      double[] ones = new double[rows];
      Arrays.fill(ones, 1);
      return magnitudes(gradients[l], units[l], ones, 1);
    }

    /** Every sum of a chain of layers counts, and a few roundings more in each. */
    private Tolerance within(double[] scale) {
      long terms = rows + inputs + 2L * Arrays.stream(units).sum();
      double more = activation == Activation.RELU ? 8 : 24;
      return Tolerance.sum(terms, 20 + more * units.length, context -> scale);
    }

    OpCase opCase(double penalty, long firstBadStep) {
      Shape column = Shape.of(rows, 1);
      int last = units.length - 1;
      double loss = 0;
      for (double z : activations[last]) {
        loss += (1 + 2 * z) / examples();
      }
      double cost = loss + (Double.isFinite(penalty) ? penalty : 0);
      CaseBuilder builder =
          new CaseBuilder("pass", label(penalty))
              .input("x", Shape.of(rows, inputs), x)
              .input("labels", column, Inputs.whole(column, 2, 91))
              .input("penalty", Shape.of(1, 1), new double[] {penalty})
              .counters(Operand.Role.UPDATED, STEP, 2L * rows, firstBadStep)
              .rate(UpdateOperands.RATE)
              .output("cost", Shape.vector(2), within(new double[] {cost, cost}));
      double flops = 0;
      for (int l = 0; l <= last; l++) {
        Shape shape = Shape.of(rows, units[l]);
        Shape vector = Shape.vector(units[l]);
        builder
            .input("w" + l, matrix(l), weights[l])
            .input("b" + l, vector, biases[l])
            .add(Operand.scratch("a" + l, shape))
            .add(Operand.scratch("dz" + l, shape))
            .output("dw" + l, matrix(l), within(weightMagnitudes(l)))
            .output("db" + l, vector, within(biasMagnitudes(l)));
        if (hasDropout && l < last) {
          builder.add(Operand.output("mask" + l, ElementType.U8, shape));
        }
        flops += (l == 0 ? 4.0 : 6.0) * rows * matrix(l).size();
      }
      // The update works on numbers of its own, so that it is seen apart from the gradients.
      end.ifPresent(it -> it.addTo(builder));
      return builder.flops(flops).body((ops, t) -> ops.pass(pass(t)));
    }

    private String label(double penalty) {
      String layers = Arrays.toString(units).replaceAll("[\\[\\] ]", "");
      return inputs
          + "-"
          + layers
          + " x "
          + rows
          + (activation == Activation.RELU ? "" : " " + activation.label())
          + (hasDropout ? " with dropout" : "")
          + (isShare ? " of " + examples() : "")
          + end.map(it -> " and " + it.rule().label()).orElse("")
          + (Double.isFinite(penalty) ? "" : " with a penalty of " + penalty);
    }

    private TrainingPass pass(Tensors t) {
      List<TrainingPass.Layer> layers = new ArrayList<>();
      int last = units.length - 1;
      for (int l = 0; l <= last; l++) {
        layers.add(
            new TrainingPass.Layer(
                t.get("w" + l),
                t.get("b" + l),
                l < last ? activation : Activation.IDENTITY,
                l < last ? dropout(t, l) : Optional.empty(),
                t.get("a" + l),
                t.get("dz" + l),
                t.get("dw" + l),
                t.get("db" + l)));
      }
      TrainingPass.Loss loss =
          new TrainingPass.Loss(
              t.get("labels"), examples(), t.get("penalty"), t.state(), t.get("cost"));
      return new TrainingPass(
          t.get("x"),
          layers,
          loss,
          end.map(it -> new TrainingPass.End(it.rule(), it.of(t), rows, 3L * rows)));
    }

    private Optional<Dropout> dropout(Tensors t, int layer) {
      return hasDropout
          ? Optional.of(
              new Dropout(
                  SEED, layer + 1, KEEP, isShare ? FIRST_ROW : 0, t.state(), t.get("mask" + layer)))
          : Optional.empty();
    }
  }
}
