package oncilla.check.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.cpu.CpuBackend;
import oncilla.check.Nets;
import oncilla.check.TrainingCase;
import oncilla.nn.Initialization;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.random.NumpyRandom;
import oncilla.train.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The point, the sample, the cost function and the bound. */
class GradientPartsTest {
  private static final Regularization BOTH = new Regularization(0.7, List.of(0.86));

  static List<String> backends() {
    return GradientBackends.names();
  }

  @Test
  void biasesAreTheNormalsBehindTheWeights() {
    Network network = Network.classifier(4, List.of(5, 3));
    Parameters start = Initialization.of(Initialization.Scheme.HE).draw(network, 3);
    TrainingCase training =
        GradientPoint.withRandomBiases(
            Nets.at(GradientBackends.training(4, 11, List.of(5, 3), Regularization.none()), start));
    double[] normals = new NumpyRandom(3).normals(4 * 5 + 5 * 3 + 3 + 9);
    double[] expected = Arrays.copyOfRange(normals, 38, 47);
    Arrays.setAll(expected, i -> 0.1 * expected[i]);
    double[] biases =
        training.start().layers().stream()
            .flatMapToDouble(layer -> Arrays.stream(layer.bias()))
            .toArray();
    assertArrayEquals(expected, biases);
    assertSame(start.layers().get(1).weights(), training.start().layers().get(1).weights());
  }

  @Test
  void sampleHasEachElementOnceAndRepeats() {
    ParameterBlock block = ParameterBlock.of(Network.classifier(100, List.of(20))).get(0);
    ParameterBlock.Sample sample = block.sample(50, new SplittableRandom(3));
    int[] distinct = Arrays.stream(sample.indices()).distinct().sorted().toArray();
    assertArrayEquals(distinct, sample.indices());
    assertEquals(50, distinct.length);
    assertTrue(distinct[49] < 2000);
    assertArrayEquals(distinct, block.sample(50, new SplittableRandom(3)).indices());
    assertTrue(block.sample(2000, new SplittableRandom(3)).isWhole());
  }

  @Test
  void everyElementIsDrawnAsOftenAsOthers() {
    ParameterBlock block = new ParameterBlock(1, false, 1, 10);
    SplittableRandom random = new SplittableRandom(5);
    int[] counts = new int[10];
    int draws = 10_000;
    for (int i = 0; i < draws; i++) {
      Arrays.stream(block.sample(3, random).indices()).forEach(at -> counts[at]++);
    }
    // Binomial with p = 0.3: five standard deviations.
    double deviation = Math.sqrt(draws * 0.3 * 0.7);
    for (int count : counts) {
      assertEquals(0.3 * draws, count, 5 * deviation);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void costIsThatOfTheTrainingStep(String name) {
    TrainingCase training =
        GradientBackends.training(TrainingCase.smallData(), List.of(20, 7, 5), BOTH);
    try (Backend backend = GradientBackends.open(name, Precision.FP64);
        CostFunction cost = CostFunction.open(backend, training, List.of(), Optional.empty());
        TrainingStep step =
            TrainingStep.prepare(
                backend,
                training.network(),
                training.data(),
                training.start(),
                training.config())) {
      step.run();
      assertEquals(step.readCost().cost(), cost.evaluate(1), 1e-15);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void changedElementIsSeenFromItsLayerOnAndCanBeTakenBack(String name) {
    TrainingCase training =
        GradientBackends.training(TrainingCase.smallData(), List.of(20, 7, 5), BOTH);
    List<ParameterBlock.Element> elements =
        ParameterBlock.of(training.network()).stream()
            .map(block -> new ParameterBlock.Element(block, block.size() - 1))
            .toList();
    try (Backend backend = GradientBackends.open(name, Precision.FP64);
        CostFunction cost = CostFunction.open(backend, training, elements, Optional.empty())) {
      double here = cost.evaluate(1);
      for (int i = elements.size() - 1; i >= 0; i--) {
        ParameterBlock.Element element = elements.get(i);
        double value = element.block().in(training.start())[element.index()];
        cost.set(i, value + 0.5);
        double there = cost.evaluate(element.block().layer());
        assertNotEquals(here, there, element::toString);
        assertEquals(there, cost.evaluate(1), element::toString);
        cost.set(i, value);
        assertEquals(here, cost.evaluate(1), element::toString);
      }
    }
  }

  @Test
  void frozenPatternGivesTheSameCostAndDoesNotLookAtSigns() {
    TrainingCase training =
        GradientBackends.training(TrainingCase.smallData(), List.of(20, 7, 5), BOTH);
    try (Backend backend = CpuBackend.open(Precision.FP64);
        CostFunction live = CostFunction.open(backend, training, List.of(), Optional.empty())) {
      double expected = live.evaluate(1);
      SignPattern signs = live.signs(1);
      assertEquals(3, signs.layers().size());
      try (CostFunction frozen =
          CostFunction.open(backend, training, List.of(), Optional.of(signs))) {
        assertEquals(expected, frozen.evaluate(1));
        assertTrue(frozen.signs(1).layers().isEmpty());
      }
    }
  }

  @Test
  void signsFarFromZeroAreNotExplained() {
    TrainingCase training =
        GradientBackends.training(
            TrainingCase.smallData(), List.of(20, 7, 5), Regularization.none());
    GradientBound bound = GradientBound.rounding(training, Precision.FP32);
    try (Backend backend = CpuBackend.open(Precision.FP64);
        CostFunction live = CostFunction.open(backend, training, List.of(), Optional.empty())) {
      live.evaluate(1);
      SignPattern right = live.signs(1);
      assertEquals(List.of(), unexplained(backend, training, right, bound));
      right.layers().get(0).flip(3);
      List<String> failures = unexplained(backend, training, right, bound);
      assertTrue(failures.get(0).startsWith("Z1: 1 of 1060"), failures::toString);
    }
  }

  private static List<String> unexplained(
      Backend backend, TrainingCase training, SignPattern signs, GradientBound bound) {
    try (CostFunction frozen =
        CostFunction.open(backend, training, List.of(), Optional.of(signs))) {
      frozen.evaluate(1);
      return signs.unexplained(frozen, bound);
    }
  }

  @Test
  void termsAreNotSmallerThanTheGradientTheyLeave() {
    TrainingCase training =
        GradientBackends.training(TrainingCase.smallData(), List.of(20, 7, 5), BOTH);
    List<ParameterBlock.Sample> whole =
        ParameterBlock.of(training.network()).stream()
            .map(block -> block.sample(block.size(), new SplittableRandom(3)))
            .toList();
    try (Backend backend = CpuBackend.open(Precision.FP64);
        CostFunction live = CostFunction.open(backend, training, List.of(), Optional.empty())) {
      live.evaluate(1);
      try (CostFunction frozen =
              CostFunction.open(backend, training, List.of(), Optional.of(live.signs(1)));
          TrainingStep step =
              TrainingStep.prepare(
                  backend,
                  training.network(),
                  training.data(),
                  training.start(),
                  training.config())) {
        frozen.evaluate(1);
        step.run();
        Parameters gradient = step.gradients();
        List<double[]> terms = GradientTerms.of(frozen, training, whole);
        for (int i = 0; i < whole.size(); i++) {
          double[] values = whole.get(i).block().in(gradient);
          double cancelled = 0;
          for (int e = 0; e < values.length; e++) {
            assertTrue(terms.get(i)[e] >= Math.abs(values[e]) * (1 - 1e-12));
            cancelled += terms.get(i)[e] - Math.abs(values[e]);
          }
          assertTrue(cancelled > 0, "labels of both kinds cancel in part");
        }
      }
    }
  }

  @Test
  void roundOffWidensTheBoundOnlyWhereAPlantedErrorStillShows() {
    GradientBound bound =
        GradientBound.numerical(
            GradientBackends.training(4, 11, List.of(5, 3), Regularization.none()));
    assertEquals(1e-7, bound.of(1e-9, 1));
    assertEquals(3e-6, bound.of(3e-6, 1));
    assertEquals(1e-7, bound.of(2e-5, 1));
  }
}
