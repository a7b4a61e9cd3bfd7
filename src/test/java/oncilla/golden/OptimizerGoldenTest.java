package oncilla.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.EveryBackend;
import oncilla.backend.UpdateRule;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.ClassWeights;
import oncilla.nn.LossSettings;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.nn.Regularization;
import oncilla.optim.Adam;
import oncilla.optim.CosineSchedule;
import oncilla.optim.GradientDescent;
import oncilla.optim.Momentum;
import oncilla.optim.Optimizer;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingStep;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Twelve steps of each optimiser on a tiny problem, alone and with L2 term, clipping, schedule,
 * smoothed labels and weighted classes, against PyTorch.
 *
 * <p>The bound of a cost, and of the parameters relative to their norm: each of the steps rounds
 * sums of at most 18 terms through two layers and back (4 · 6 √18 roundings) and some 50 times in
 * the update, relative to a change that is smaller than the parameters themselves. What a step got
 * wrong is carried on: an early error of a gradient near 0 is up to ten times as large in Adam's
 * update, which divides by the root of that gradient's own mean square.
 */
class OptimizerGoldenTest {
  private static final OptimizerNumbers PEER = OptimizerNumbers.read();
  private static final int STEPS = 12;
  private static final double ROUNDINGS = STEPS * 10 * (4 * 6 * Math.sqrt(18) + 50);

  private static final Map<String, Optimizer> RULES =
      Map.of(
          "sgd", new GradientDescent(),
          "momentum", new Momentum(0.9, false),
          "nesterov", new Momentum(0.9, true),
          "adam", Adam.withDefaults(),
          "adamw", new Adam(new UpdateRule.Adam(0.9, 0.999, 1e-8, 0.01)));

  private static final TrainingConfig PLAIN =
      TrainingConfig.defaults().withIterations(STEPS).withLearningRate(0.1);

  private static final TrainingConfig ALL =
      PLAIN
          .withRegularization(Regularization.l2(0.7))
          .withClipNorm(OptionalDouble.of(0.5))
          .withSchedule(new CosineSchedule(3))
          .withLoss(new LossSettings(0.1, new ClassWeights.Balanced()));

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void stepsAreThoseOfPyTorch(EveryBackend which) {
    try (Backend backend = which.open()) {
      RULES.forEach(
          (name, rule) -> {
            compare(backend, name + " plain", PLAIN.withOptimizer(rule));
            compare(backend, name + " all", ALL.withOptimizer(rule));
          });
    }
  }

  private static void compare(Backend backend, String run, TrainingConfig config) {
    double bound = ROUNDINGS * backend.precision().unitRoundoff();
    double[] costs = PEER.of(run + " costs");
    try (TrainingStep step =
        TrainingStep.prepare(backend, network(), data(), parameters("start"), config)) {
      for (int i = 0; i < STEPS; i++) {
        step.run();
        assertEquals(costs[i], step.readCost().cost(), bound * costs[i], run + ", cost " + i);
      }
      double[] wanted = flat(parameters(run));
      double[] found = flat(step.parameters());
      double difference = 0;
      double norm = 0;
      for (int i = 0; i < wanted.length; i++) {
        difference = Math.hypot(difference, found[i] - wanted[i]);
        norm = Math.hypot(norm, wanted[i]);
      }
      assertTrue(difference <= bound * norm, run + ": " + difference / norm + ", not " + bound);
    }
  }

  private static Network network() {
    return Network.classifier(3, List.of(4));
  }

  private static Dataset data() {
    double[] labels = PEER.of("y");
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return new Dataset(
        "peer", new Table(PEER.of("x"), bytes.length, 3), bytes, List.of("no", "yes"));
  }

  private static Parameters parameters(String name) {
    List<LayerParameters> layers = new ArrayList<>();
    for (int l = 1; l <= 2; l++) {
      layers.add(new LayerParameters(PEER.of(name + " W" + l), PEER.of(name + " b" + l)));
    }
    return new Parameters(layers);
  }

  private static double[] flat(Parameters parameters) {
    return parameters.layers().stream()
        .flatMapToDouble(
            layer ->
                java.util.stream.DoubleStream.concat(
                    java.util.Arrays.stream(layer.weights()),
                    java.util.Arrays.stream(layer.bias())))
        .toArray();
  }
}
