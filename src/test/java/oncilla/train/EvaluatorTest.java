package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.Precision;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.nn.Regularization;
import oncilla.train.metric.Evaluation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {
  private final Backend backend = EjmlBackend.reference(Precision.FP64);

  @AfterEach
  void close() {
    backend.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20, 23, 1000})
  void blocksChangeNothing(int block) {
    for (Dataset data : List.of(SmallCase.table(23), SmallCase.pixels(23))) {
      Evaluation whole =
          new Evaluator(backend).evaluate(SmallCase.NETWORK, SmallCase.start(), data, 0.7, 23);
      Evaluation parts =
          new Evaluator(backend, block)
              .evaluate(SmallCase.NETWORK, SmallCase.start(), data, 0.7, 23);
      assertArrayEquals(whole.probabilities(), parts.probabilities(), 1e-15);
      assertEquals(whole.metrics().accuracy(), parts.metrics().accuracy());
      assertEquals(whole.metrics().cost(), parts.metrics().cost(), 1e-14);
      assertEquals(whole.metrics().dataCost(), parts.metrics().dataCost(), 1e-14);
    }
  }

  @Test
  void costIsThatOfTheStepWithoutDropout() {
    Dataset data = SmallCase.table(23);
    Regularization l2 = Regularization.l2(0.7);
    try (TrainingStep step =
        TrainingStep.prepare(
            backend,
            SmallCase.NETWORK,
            data,
            SmallCase.start(),
            TrainingConfig.defaults().withRegularization(l2))) {
      step.run();
      Evaluation evaluation =
          new Evaluator(backend, 5).evaluate(SmallCase.NETWORK, SmallCase.start(), data, 0.7, 23);
      assertEquals(step.readCost().cost(), evaluation.metrics().cost(), 1e-14);
      assertEquals(step.readCost().dataCost(), evaluation.metrics().dataCost(), 1e-14);
      assertTrue(evaluation.metrics().cost() > evaluation.metrics().dataCost());
    }
  }

  @Test
  void accuracyTakesOneHalfForTheNegativeClass() {
    Network network = Network.classifier(1, List.of());
    Parameters identity =
        new Parameters(List.of(new LayerParameters(new double[] {1}, new double[1])));
    Dataset data =
        new Dataset(
            "line",
            new Table(new double[] {0, -1, 1, 1000, -1000}, 5, 1),
            new byte[] {1, 0, 1, 0, 0},
            List.of("0", "1"));
    Evaluation evaluation = new Evaluator(backend).evaluate(network, identity, data, 0, 5);
    double e = Math.exp(-1);
    assertArrayEquals(
        new double[] {0.5, e / (1 + e), 1 / (1 + e), 1, 0}, evaluation.probabilities(), 1e-15);
    assertEquals(3.0 / 5, evaluation.metrics().accuracy());
    assertEquals(
        (Math.log(2) + 2 * Math.log1p(e) + 1000) / 5, evaluation.metrics().dataCost(), 1e-12);
  }

  @Test
  void littleMemoryMakesSmallBlocks() {
    Dataset data = SmallCase.table(200);
    double[] expected =
        new Evaluator(backend).probabilities(SmallCase.NETWORK, SmallCase.start(), data.features());
    try (EjmlBackend tiny = MemoryEstimateTest.device(12_000, 12_000)) {
      assertArrayEquals(
          expected,
          new Evaluator(tiny).probabilities(SmallCase.NETWORK, SmallCase.start(), data.features()),
          1e-15);
    }
    try (EjmlBackend tiny = MemoryEstimateTest.device(1_000, 1_000)) {
      BackendException e =
          assertThrows(
              BackendException.class,
              () ->
                  new Evaluator(tiny)
                      .probabilities(SmallCase.NETWORK, SmallCase.start(), data.features()));
      assertTrue(
          e.getMessage().startsWith("evaluating one example at a time needs"), e.getMessage());
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Evaluator evaluator = new Evaluator(backend);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            evaluator.probabilities(
                SmallCase.NETWORK, SmallCase.start(), new Table(new double[5], 1, 5)));
    assertThrows(IllegalArgumentException.class, () -> new Evaluator(backend, 0));
  }
}
