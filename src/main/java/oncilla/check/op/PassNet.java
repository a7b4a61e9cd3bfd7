package oncilla.check.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.LossWeights;
import oncilla.backend.Shape;
import oncilla.backend.TrainingPass;
import oncilla.backend.UpdateRule;
import oncilla.backend.verification.FusedParts;

/** A net with its inputs, and magnitudes that rounding errors of its results are relative to. */
final class PassNet {
  private static final double KEEP = 0.86;
  private static final long SEED = 3;
  private static final long STEP = 7;
  private static final long FIRST_ROW = 5;
  private static final double DECAY = 0.7 / 209;
  private static final LossWeights WEIGHTS = new LossWeights(0.1, 0.75, 1.7);

  private final int rows;
  private final int inputs;
  private final int[] units;
  private final Activation activation;
  private final boolean[] dropped;
  private final double keep;
  private final double[] x;
  private final double[][] activations;
  private final double[][] weights;
  private final double[][] biases;
  private final double[][] gradients;
  private Optional<UpdateOperands> end = Optional.empty();
  private LossWeights weightsOfLoss = LossWeights.NONE;
  private boolean isShare;
  private Optional<double[]> given = Optional.empty();

  PassNet(int[] extent, Activation activation, boolean hasDropout) {
    this(extent, activation, all(extent.length - 3, hasDropout), KEEP);
    magnitudes();
  }

  private static boolean[] all(int layers, boolean value) {
    boolean[] all = new boolean[layers];
    Arrays.fill(all, value);
    return all;
  }

  private PassNet(int[] extent, Activation activation, boolean[] dropped, double keep) {
    rows = extent[0];
    inputs = extent[1];
    units = Arrays.copyOfRange(extent, 2, extent.length);
    this.activation = activation;
    this.dropped = dropped;
    this.keep = keep;
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
  }

  /**
   * The layers behind a first one whose output is given: {@link FusedParts#tail}. All numbers of
   * the forward pass lie on a grid that fp32 holds, and biases between its points, so that no
   * pre-activation is near enough to 0 for another order of a sum to change its sign.
   *
   * @param units of the layer that is given, and of those behind it
   * @param dropout which of all but the last have it
   */
  static PassNet tail(int rows, List<Integer> units, Activation f, List<Boolean> dropout) {
    int[] extent = new int[2 + units.size()];
    extent[0] = rows;
    extent[1] = 1;
    boolean[] dropped = new boolean[dropout.size()];
    for (int l = 0; l < units.size(); l++) {
      extent[2 + l] = units.get(l);
    }
    for (int l = 0; l < dropped.length; l++) {
      dropped[l] = dropout.get(l);
    }
    PassNet net = new PassNet(extent, f, dropped, 0.5);
    net.given = Optional.of(TailGrid.output(Shape.of(rows, units.get(0)), f));
    TailGrid.fit(net.weights, net.biases);
    net.weightsOfLoss = WEIGHTS;
    net.magnitudes();
    return net;
  }

  /** The same net as a part of a batch that has three times as many examples. */
  PassNet share() {
    isShare = true;
    return this;
  }

  /** The same net with an update behind its gradients. */
  PassNet ending(UpdateRule rule) {
    end = Optional.of(UpdateOperands.allWeights(rule, Shape.vector(131), DECAY, false));
    return this;
  }

  /** The same net with a loss that weighs classes and smooths labels. */
  PassNet weighted() {
    weightsOfLoss = WEIGHTS;
    magnitudes();
    return this;
  }

  private double heaviest() {
    return Math.max(weightsOfLoss.negative(), weightsOfLoss.positive());
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
   * Forward with the magnitudes of all terms. Back from 1 + |z|: an error of z changes the logit's
   * gradient by a quarter of it at most, and the gradient itself is below 1. An error of tanh
   * changes its slope by twice of it at most.
   */
  private void magnitudes() {
    int last = units.length - 1;
    for (int l = 0; l <= last; l++) {
      if (l == 0 && given.isPresent()) {
        activations[l] = Arrays.stream(given.get()).map(Math::abs).toArray();
        continue;
      }
      activations[l] = new double[rows * units[l]];
      for (int i = 0; i < activations[l].length; i++) {
        int row = i / units[l];
        double sum = Math.abs(biases[l][i % units[l]]);
        for (int k = 0; k < previous(l); k++) {
          sum +=
              Math.abs(
                  weights[l][i % units[l] * previous(l) + k] * inputOf(l)[row * previous(l) + k]);
        }
        activations[l][i] = sum / kept(l);
      }
    }
    gradients[last] = Arrays.stream(activations[last]).map(z -> heaviest() * (1 + z)).toArray();
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
        gradients[l - 1][i] = sum * slope / kept(l - 1);
      }
    }
  }

  private double kept(int l) {
    return isDropped(l) ? keep : 1;
  }

  private boolean isDropped(int l) {
    return l < dropped.length && dropped[l];
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
      loss += heaviest() * (1 + 2 * z) / examples();
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
          .output("db" + l, vector, within(biasMagnitudes(l)));
      if (l == 0 && given.isPresent()) {
        first(builder, shape);
        continue;
      }
      builder
          .add(Operand.scratch("a" + l, shape))
          .add(Operand.scratch("dz" + l, shape))
          .output("dw" + l, matrix(l), within(weightMagnitudes(l)));
      if (isDropped(l)) {
        builder.add(Operand.output("mask" + l, ElementType.U8, shape));
      }
      flops += (l == 0 ? 4.0 : 6.0) * rows * matrix(l).size();
    }
    // The update works on numbers of its own, so that it is seen apart from the gradients.
    end.ifPresent(it -> it.addTo(builder, STEP));
    if (given.isEmpty()) {
      return builder.flops(flops).body((ops, t) -> ops.pass(pass(t)));
    }
    return builder
        .flops(flops)
        .body(
            (ops, t) -> {
              if (ops instanceof FusedParts parts) {
                parts.tail(pass(t));
              } else {
                FusedParts.tail(ops, pass(t));
              }
            });
  }

  /** The layer whose output is given; ReLU is positive only where a mask kept it. */
  private void first(CaseBuilder builder, Shape shape) {
    double[] output = given.orElseThrow();
    builder
        .input("a0", shape, output)
        .output("dz0", shape, within(gradients[0]))
        .add(Operand.scratch("dw0", matrix(0)));
    if (isDropped(0)) {
      double[] mask = Arrays.stream(output).map(a -> a > 0 ? 1 : 0).toArray();
      builder.add(Operand.input("mask0", ElementType.U8, shape, mask));
    }
  }

  private String label(double penalty) {
    String layers = Arrays.toString(units).replaceAll("[\\[\\] ]", "");
    return inputs
        + "-"
        + layers
        + " x "
        + rows
        + (activation == Activation.RELU ? "" : " " + activation.label())
        + (isDropped(0) || isDropped(1) ? " with dropout" : "")
        + (weightsOfLoss.equals(LossWeights.NONE) ? "" : " with weights")
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
            t.get("labels"), examples(), t.get("penalty"), t.state(), t.get("cost"), weightsOfLoss);
    return new TrainingPass(
        t.get("x"),
        layers,
        loss,
        end.map(it -> new TrainingPass.End(it.rule(), it.of(t), rows, 3L * rows)));
  }

  private Optional<Dropout> dropout(Tensors t, int layer) {
    return isDropped(layer)
        ? Optional.of(
            new Dropout(
                SEED, layer + 1, keep, isShare ? FIRST_ROW : 0, t.state(), t.get("mask" + layer)))
        : Optional.empty();
  }
}
