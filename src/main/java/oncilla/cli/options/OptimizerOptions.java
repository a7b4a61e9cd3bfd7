package oncilla.cli.options;

import java.util.Map;
import java.util.OptionalDouble;
import oncilla.backend.UpdateRule;
import oncilla.cli.console.Usage;
import oncilla.optim.Adam;
import oncilla.optim.GradientDescent;
import oncilla.optim.Momentum;
import oncilla.optim.Optimizer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How gradients change parameters: the optimiser with its numbers, and the clipping. */
public final class OptimizerOptions {
  private static final double MOMENTUM = 0.9;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final double WEIGHT_DECAY = 0.01;

  @Option(
      names = "--optimizer",
      paramLabel = "RULE",
      description =
          "How gradients change parameters, as PyTorch defines it: ${COMPLETION-CANDIDATES}"
              + " (default sgd).")
  OptimizerName optimizer;

  @Option(
      names = "--momentum",
      paramLabel = "MU",
      description =
          "With momentum and nesterov: how much of the last step stays (default " + MOMENTUM + ").")
  Double momentum;

  @Option(
      names = "--beta1",
      paramLabel = "B",
      description =
          "With adam and adamw: how much of the mean gradient stays (default " + BETA1 + ").")
  Double beta1;

  @Option(
      names = "--beta2",
      paramLabel = "B",
      description =
          "With adam and adamw: how much of the mean square stays (default " + BETA2 + ").")
  Double beta2;

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      description = "With adam and adamw: added to the root of the mean square (default 1e-8).")
  Double epsilon;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description =
          "With adamw: how much parameters shrink, times the learning rate (default "
              + WEIGHT_DECAY
              + ").")
  Double weightDecay;

  @Option(
      names = "--clip-norm",
      paramLabel = "X",
      description = "Scale a gradient whose norm is above this down to it (default: never).")
  Double clipNorm;

  /** What the optimiser is called. */
  public String label() {
    return name().toString();
  }

  private OptimizerName name() {
    return optimizer == null ? OptimizerName.SGD : optimizer;
  }

  /** The optimiser. */
  public Optimizer optimizer(CommandSpec spec) {
    require(spec, momentum, "--momentum", name().hasMomentum());
    require(spec, beta1, "--beta1", name().isAdam());
    require(spec, beta2, "--beta2", name().isAdam());
    require(spec, epsilon, "--epsilon", name().isAdam());
    require(spec, weightDecay, "--weight-decay", name() == OptimizerName.ADAMW);
    return Usage.check(
        spec,
        () ->
            switch (name()) {
              case SGD -> new GradientDescent();
              case MOMENTUM, NESTEROV ->
                  new Momentum(or(momentum, MOMENTUM), name() == OptimizerName.NESTEROV);
              case ADAM, ADAMW ->
                  new Adam(
                      new UpdateRule.Adam(
                          or(beta1, BETA1),
                          or(beta2, BETA2),
                          or(epsilon, EPSILON),
                          name() == OptimizerName.ADAMW ? or(weightDecay, WEIGHT_DECAY) : 0));
            });
  }

  /** The largest norm of a gradient. */
  public OptionalDouble clipNorm() {
    return clipNorm == null ? OptionalDouble.empty() : OptionalDouble.of(clipNorm);
  }

  private void require(CommandSpec spec, Double value, String option, boolean isUsed) {
    if (value != null && !isUsed) {
      throw Usage.error(spec, option + " has no meaning with --optimizer " + name());
    }
  }

  private static double or(Double value, double otherwise) {
    return value == null ? otherwise : value;
  }

  /** Puts the options into a configuration; null is what the optimiser does not have. */
  public void describe(Map<String, Object> options) {
    options.put("optimizer", name().toString());
    options.put("momentum", name().hasMomentum() ? or(momentum, MOMENTUM) : null);
    options.put("beta1", name().isAdam() ? or(beta1, BETA1) : null);
    options.put("beta2", name().isAdam() ? or(beta2, BETA2) : null);
    options.put("epsilon", name().isAdam() ? or(epsilon, EPSILON) : null);
    options.put(
        "weight_decay", name() == OptimizerName.ADAMW ? or(weightDecay, WEIGHT_DECAY) : null);
    options.put("clip_norm", clipNorm);
  }
}
