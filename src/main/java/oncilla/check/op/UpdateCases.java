package oncilla.check.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;

/** Cases of the update of parameters by each rule, with and without an L2 term. */
final class UpdateCases {
  private static final Shape[] SHAPES = {
    Shape.of(1, 1),
    Shape.of(2, 3),
    Shape.of(31, 33),
    Shape.of(40, 1),
    Shape.of(1, 40),
    Shape.of(65, 20),
    Shape.of(209, 20),
    Shape.of(130, 257),
    Shape.of(2, 4099),
    Shape.of(5003, 2),
  };

  /** Fewer than a vector of any device has, and more. */
  private static final long[] BIASES = {1, 35};

  private static final double DECAY = 0.7 / 209;

  private static final List<UpdateRule> RULES =
      List.of(
          new UpdateRule.GradientDescent(),
          new UpdateRule.Momentum(0.9, false),
          new UpdateRule.Momentum(0.9, true));

  private UpdateCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (UpdateRule rule : RULES) {
      for (Shape shape : SHAPES) {
        cases.add(allWeights(rule, shape, 0, -1));
        cases.add(allWeights(rule, shape, DECAY, -1));
        for (long biases : BIASES) {
          cases.add(weightsBeforeBiases(rule, shape, biases));
        }
      }
      // With a bad step in the state, the parameters must stay as they are.
      cases.add(allWeights(rule, Shape.of(5, 7), 0, 3));
      cases.add(allWeights(rule, Shape.of(5, 7), DECAY, 3));
    }
    return cases;
  }

  private static OpCase allWeights(UpdateRule rule, Shape shape, double decay, long firstBadStep) {
    String label =
        shape + (decay > 0 ? " with decay" : "") + (firstBadStep < 0 ? "" : " after a bad step");
    return update(rule, label, shape, Optional.empty(), firstBadStep)
        .body(
            (ops, t) ->
                ops.update(
                    rule,
                    new ParameterUpdate(
                        t.get("parameters"),
                        t.get("gradients"),
                        moments(rule, t),
                        decay,
                        t.get("parameters"),
                        t.get("gradients")),
                    t.state()));
  }

  /** As in a step: the weights are the first parameters, and what lies behind does not decay. */
  private static OpCase weightsBeforeBiases(UpdateRule rule, Shape weights, long biases) {
    Shape all = Shape.vector(weights.size() + biases);
    String label = weights + " and " + biases + " with decay";
    return update(rule, label, all, Optional.of(weights), -1)
        .body(
            (ops, t) ->
                ops.update(
                    rule,
                    new ParameterUpdate(
                        t.get("parameters"),
                        t.get("gradients"),
                        moments(rule, t),
                        DECAY,
                        t.get("weights"),
                        t.get("weightGradients")),
                    t.state()));
  }

  private static List<Tensor> moments(UpdateRule rule, Tensors tensors) {
    List<Tensor> moments = new ArrayList<>();
    for (int i = 0; i < rule.moments(); i++) {
      moments.add(tensors.get("moment" + i));
    }
    return moments;
  }

  private static CaseBuilder update(
      UpdateRule rule, String label, Shape shape, Optional<Shape> weights, long firstBadStep) {
    double[] theta = Inputs.signed(shape, 65);
    double[] gradients = Inputs.signed(shape, 66);
    double[] scale = new double[theta.length];
    double[][] moments = new double[rule.moments()][];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = Math.abs(theta[i]) + Math.abs(gradients[i]);
    }
    for (int m = 0; m < moments.length; m++) {
      moments[m] = Inputs.signed(shape, 67 + m);
      for (int i = 0; i < scale.length; i++) {
        scale[i] += Math.abs(moments[m][i]);
      }
    }
    Tolerance difference = Tolerance.sum(2 + rule.moments(), 1, context -> scale);
    CaseBuilder builder = new CaseBuilder("update", rule.label() + " " + label);
    builder.updated("parameters", shape, theta, firstBadStep < 0 ? difference : Tolerance.exact());
    weights.ifPresent(it -> builder.prefix("weights", it));
    builder.updated("gradients", shape, gradients, difference);
    weights.ifPresent(it -> builder.prefix("weightGradients", it));
    for (int m = 0; m < moments.length; m++) {
      builder.updated("moment" + m, shape, moments[m], difference);
    }
    return builder
        .state(5, 4, firstBadStep, 0.0075)
        .flops((4.0 + 4 * rule.moments()) * shape.size());
  }
}
