package oncilla.check.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.ParameterUpdate.Clipping;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;

/**
 * What an update works on, as operands of a case.
 *
 * @param rule how gradients change parameters
 * @param shape of parameters, gradients and moments
 * @param weights the first parameters, which alone have an L2 term; empty where all have it
 * @param decay factor of the L2 term's gradient, 0 without
 * @param isStopped whether there was a bad step, so that the rule is not applied
 * @param clip how much of the gradient's norm is the limit, 0 without clipping; above 1 the
 *     gradient stays as it is
 */
record UpdateOperands(
    UpdateRule rule,
    Shape shape,
    Optional<Shape> weights,
    double decay,
    boolean isStopped,
    double clip) {
  /** The moment that is one of squares, where a rule has so many. */
  private static final int SQUARES = 1;

  /** Streams of numbers. */
  private static final int PARAMETERS = 65;

  private static final int GRADIENTS = 66;

  /** The learning rate that the bounds are made for. */
  static final double RATE = 0.0075;

  /** An update whose parameters are all weights. */
  static UpdateOperands allWeights(UpdateRule rule, Shape shape, double decay, boolean isStopped) {
    return new UpdateOperands(rule, shape, Optional.empty(), decay, isStopped, 0);
  }

  /** As in a step: the weights are the first parameters, and what lies behind does not decay. */
  static UpdateOperands weightsBeforeBiases(
      UpdateRule rule, Shape weights, long biases, double decay) {
    Shape all = Shape.vector(weights.size() + biases);
    return new UpdateOperands(rule, all, Optional.of(weights), decay, false, 0);
  }

  /** The same with a limit of half of the gradient's norm. */
  UpdateOperands clippedToHalf() {
    return clipped(0.5);
  }

  /** The same with a limit of {@code share} of the gradient's norm. */
  UpdateOperands clipped(double share) {
    return new UpdateOperands(rule, shape, weights, decay, isStopped, share);
  }

  /** Rule and shapes, for the label of a case. */
  String label() {
    String part =
        weights.map(it -> it + " and " + (shape.size() - it.size())).orElse(shape.toString());
    return rule.label()
        + " "
        + part
        + (decay > 0 ? " with decay" : "")
        + (clip > 0 ? " clipped to " + clip : "")
        + (isStopped ? " after a bad step" : "");
  }

  /** Operations of the update. */
  double flops() {
    return (4.0 + 4 * rule.moments()) * shape.size();
  }

  /**
   * Adds the operands, in the order of {@link ParameterUpdate}.
   *
   * <p>Every product is rounded relative to itself and every sum relative to its terms, so that an
   * error of θ is relative to |θ| + rate · (|g| + decay · |θ| + Σ |moments|); {@link AdamScales}
   * has those of Adam. Where nothing is computed nothing may change: a gradient without an L2 term,
   * and all but the gradient after a bad step.
   *
   * @param step of the state that the update meets
   */
  void addTo(CaseBuilder builder, long step) {
    double[] theta = Inputs.signed(shape, PARAMETERS);
    double[] gradients = Inputs.signed(shape, GRADIENTS);
    double[] direction = new double[theta.length];
    double[] ofGradients = new double[theta.length];
    int decayed = (int) weights.orElse(shape).size();
    for (int i = 0; i < direction.length; i++) {
      direction[i] = Math.abs(gradients[i]) + (i < decayed ? decay * Math.abs(theta[i]) : 0);
      // Behind the weights a gradient is not touched: no rounding is allowed there.
      ofGradients[i] = i < decayed ? direction[i] : 0;
    }
    double[][] moments = new double[rule.moments()][];
    for (int m = 0; m < moments.length; m++) {
      moments[m] = Inputs.signed(shape, 67 + m);
      if (m == SQUARES) {
        Arrays.setAll(moments[m], i -> Math.abs(moments[SQUARES][i]));
      }
    }
    double[] sums = sums();
    double norm = norm(sums);
    double factor = Math.min(1, clip > 0 ? limit(norm) / (norm + Clipping.MARGIN) : 1);
    Arrays.setAll(sums, i -> factor * sums[i]);
    Arrays.setAll(direction, i -> factor * direction[i]);
    Tolerances tolerances =
        rule.choose(
            descent -> ofSums(theta, direction, moments),
            momentum -> ofSums(theta, direction, moments),
            adam -> new AdamScales(adam, step, RATE).of(theta, sums, direction, moments));
    builder.updated("parameters", shape, theta, unlessStopped(tolerances.parameters()));
    weights.ifPresent(it -> builder.prefix("weights", it));
    if (decay == 0) {
      builder.input("gradients", shape, gradients);
    } else {
      builder.updated("gradients", shape, gradients, Tolerance.sum(1, 0, c -> ofGradients));
    }
    weights.ifPresent(it -> builder.prefix("weightGradients", it));
    for (int m = 0; m < moments.length; m++) {
      Tolerance tolerance = tolerances.moments().get(m);
      builder.updated("moment" + m, shape, moments[m], unlessStopped(tolerance));
    }
    if (clip > 0) {
      builder.output(
          "norm", Shape.of(1, 1), Tolerance.sum(shape.size(), 4, c -> new double[] {norm}));
    }
  }

  /** How far results may be from the reference. */
  record Tolerances(Tolerance parameters, List<Tolerance> moments) {}

  private static Tolerances ofSums(double[] theta, double[] gradients, double[][] moments) {
    double[] direction = gradients.clone();
    for (double[] moment : moments) {
      Arrays.setAll(direction, i -> direction[i] + Math.abs(moment[i]));
    }
    double[] scale = new double[theta.length];
    Arrays.setAll(scale, i -> Math.abs(theta[i]) + RATE * direction[i]);
    Tolerance ofMoments = Tolerance.sum(1, 0, c -> direction);
    return new Tolerances(
        Tolerance.sum(1 + moments.length, 0, c -> scale),
        Collections.nCopies(moments.length, ofMoments));
  }

  /** The update of a case's tensors. */
  ParameterUpdate of(Tensors tensors) {
    List<Tensor> moments = new ArrayList<>();
    for (int m = 0; m < rule.moments(); m++) {
      moments.add(tensors.get("moment" + m));
    }
    ParameterUpdate update =
        new ParameterUpdate(
            tensors.get("parameters"),
            tensors.get("gradients"),
            moments,
            decay,
            tensors.get(weights.isPresent() ? "weights" : "parameters"),
            tensors.get(weights.isPresent() ? "weightGradients" : "gradients"));
    return clip > 0 ? update.with(new Clipping(limit(norm(sums())), tensors.get("norm"))) : update;
  }

  /** The gradients with their L2 term. */
  private double[] sums() {
    double[] theta = Inputs.signed(shape, PARAMETERS);
    double[] sums = Inputs.signed(shape, GRADIENTS);
    long decayed = weights.orElse(shape).size();
    Arrays.setAll(sums, i -> sums[i] + (i < decayed ? decay * theta[i] : 0));
    return sums;
  }

  private static double norm(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /** On a grid that fp32 holds, so that both precisions clip to the same. */
  private double limit(double norm) {
    return Math.max(1, Math.rint(16 * clip * norm)) / 16;
  }

  /** A factor for all gradients has the rounding errors of the norm, and five more. */
  private Tolerance unlessStopped(Tolerance tolerance) {
    if (!isStopped && clip > 0) {
      double ofNorm = Tolerance.sum(shape.size(), 9, Tolerance.ScaleContext::reference).roundings();
      return new Tolerance(
          tolerance.roundings() + ofNorm, tolerance.scale(), tolerance.reason() + ", clipped");
    }
    return isStopped ? Tolerance.exact() : tolerance;
  }
}
