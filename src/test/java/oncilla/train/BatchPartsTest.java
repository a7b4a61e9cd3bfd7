package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import oncilla.backend.Augmentation;
import oncilla.backend.Backend;
import oncilla.backend.EveryBackend;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.UpdateRule;
import oncilla.data.Dataset;
import oncilla.nn.ClassWeights;
import oncilla.nn.Initialization;
import oncilla.nn.LossSettings;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.nn.Regularization;
import oncilla.optim.Adam;
import oncilla.optim.CosineSchedule;
import oncilla.optim.Momentum;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A batch that is computed in parts is the batch: costs, gradients and parameters, step by step.
 */
class BatchPartsTest {
  private static final int STEPS = 7;
  private static final Dataset TABLE = SmallCase.table(53);
  private static final Dataset PIXELS = SmallCase.pixels(53);
  private static final Regularization DROPOUT = new Regularization(0.7, List.of(0.8, 0.6));

  /** How a net is trained, and how many examples at once. */
  private record Case(String name, Dataset data, TrainingConfig config, int rowsAtOnce) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static TrainingConfig plain() {
    return new TrainingConfig(STEPS, 0.1, Regularization.none(), 3, 1);
  }

  private static List<Case> cases() {
    TrainingConfig batches = plain().withBatchSize(20);
    return List.of(
        new Case("all, even parts but for the last", TABLE, plain(), 14),
        new Case("all, one example at a time", TABLE, plain(), 1),
        new Case("all, all but one", PIXELS, plain(), 52),
        new Case("a last batch of two parts", PIXELS, batches, 7),
        new Case("a last batch of one part", TABLE, batches, 16),
        new Case(
            "L2, dropout and a clipped gradient",
            TABLE,
            batches
                .withRegularization(DROPOUT)
                .withClipNorm(OptionalDouble.of(0.05))
                .withOptimizer(new Momentum(0.9, true)),
            9),
        new Case(
            "class weights and smoothed labels",
            TABLE,
            plain().withLoss(new LossSettings(0.2, new ClassWeights.Balanced())),
            20),
        new Case(
            "augmentation, dropout, adam on a cosine",
            PIXELS,
            batches
                .withLearningRate(0.003)
                .withRegularization(DROPOUT)
                .withAugmentation(Optional.of(Augmentation.Strength.PHOTO))
                .withSchedule(new CosineSchedule(2))
                .withOptimizer(new Adam(new UpdateRule.Adam(0.9, 0.999, 1e-8, 0.01))),
            6),
        new Case(
            "augmentation of all",
            PIXELS,
            plain().withAugmentation(Optional.of(Augmentation.Strength.LIGHT)),
            40));
  }

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  private static TrainingStep step(Backend backend, Case one, int rowsAtOnce) {
    return TrainingStep.open(
        backend,
        SmallCase.NETWORK,
        one.data(),
        SmallCase.start(),
        one.config(),
        StepState.Position.START,
        rowsAtOnce);
  }

  private static double[] numbers(Parameters parameters) {
    List<Double> numbers = new ArrayList<>();
    for (LayerParameters layer : parameters.layers()) {
      for (double weight : layer.weights()) {
        numbers.add(weight);
      }
      for (double bias : layer.bias()) {
        numbers.add(bias);
      }
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** In one test, because a device compiles its kernels once for each backend. */
  @ParameterizedTest
  @MethodSource("backends")
  void partsAreTheBatch(EveryBackend every) {
    double bound = every.precision() == Precision.FP64 ? 1e-12 : 1e-5;
    try (Backend backend = every.open()) {
      cases().forEach(one -> assertPartsAreTheBatch(backend, one, bound));
      // Layers too wide to be done at once on a device, and a net without hidden layers.
      assertPartsAreTheBatch(backend, Network.classifier(6, List.of(70, 130)), bound);
      assertPartsAreTheBatch(backend, Network.classifier(6, List.of()), bound);
      assertGoesOnInTheSameBits(backend, cases().get(7));
      cases().stream()
          .filter(one -> one.config().gathers())
          .forEach(one -> assertSentBatchesAreTheSame(backend, one));
    }
  }

  private static void assertPartsAreTheBatch(Backend backend, Case one, double bound) {
    try (TrainingStep whole = step(backend, one, one.config().batchRows(one.data().size()));
        TrainingStep parts = step(backend, one, one.rowsAtOnce())) {
      assertTrue(parts.memory().part().isPresent());
      for (int i = 0; i < STEPS; i++) {
        whole.run();
        parts.run();
        TrainingStep.StepCost expected = whole.readCost();
        TrainingStep.StepCost found = parts.readCost();
        assertTrue(found.isGood());
        assertEquals(expected.cost(), found.cost(), bound * expected.cost(), one.name());
        assertEquals(
            expected.dataCost(), found.dataCost(), bound * expected.dataCost(), one.name());
        assertArrayEquals(
            numbers(whole.gradients()), numbers(parts.gradients()), bound, one.name());
        assertArrayEquals(
            numbers(whole.parameters()), numbers(parts.parameters()), bound, one.name());
        assertEquals(whole.position(), parts.position());
      }
    }
  }

  /** Parts that are gathered from a batch that was sent give the bits of one on the device. */
  private static void assertSentBatchesAreTheSame(Backend backend, Case one) {
    Case sent = new Case(one.name(), one.data().streamed(), one.config(), one.rowsAtOnce());
    try (TrainingStep resident = step(backend, one, one.rowsAtOnce());
        TrainingStep streamed = step(backend, sent, one.rowsAtOnce())) {
      for (int i = 0; i < STEPS; i++) {
        resident.run();
        streamed.run();
        assertEquals(resident.readCost(), streamed.readCost(), one.name());
      }
      assertArrayEquals(numbers(resident.parameters()), numbers(streamed.parameters()), one.name());
      assertEquals(resident.position(), streamed.position(), one.name());
    }
  }

  private static void assertPartsAreTheBatch(Backend backend, Network network, double bound) {
    Parameters start = Initialization.of(Initialization.Scheme.HE).draw(network, 5);
    StepState.Position begin = StepState.Position.START;
    try (TrainingStep whole =
            TrainingStep.open(backend, network, TABLE, start, plain(), begin, 53);
        TrainingStep parts =
            TrainingStep.open(backend, network, TABLE, start, plain(), begin, 18)) {
      for (int i = 0; i < 3; i++) {
        whole.run();
        parts.run();
      }
      assertEquals(whole.readCost().cost(), parts.readCost().cost(), bound);
      assertArrayEquals(numbers(whole.gradients()), numbers(parts.gradients()), bound);
    }
  }

  /** One that goes on from the middle of an epoch ends in the bits of one that never stopped. */
  private static void assertGoesOnInTheSameBits(Backend backend, Case one) {
    try (TrainingStep straight = step(backend, one, one.rowsAtOnce())) {
      for (int i = 0; i < 4; i++) {
        straight.run();
      }
      try (TrainingStep second =
          TrainingStep.open(
              backend,
              SmallCase.NETWORK,
              one.data(),
              straight.parameters(),
              one.config(),
              straight.position(),
              one.rowsAtOnce())) {
        second.upload(straight.parameters(), straight.moments());
        for (int i = 4; i < STEPS; i++) {
          straight.run();
          second.run();
        }
        assertArrayEquals(numbers(straight.parameters()), numbers(second.parameters()));
        assertEquals(straight.readCost(), second.readCost());
      }
    }
  }
}
