package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.data.TrainTest;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.train.health.NonFiniteCostException;
import org.junit.jupiter.api.Test;

/** How a run gets by with little memory. */
class MemoryPlanTest {
  private static final Network NETWORK = Network.classifier(6, List.of(64, 64));
  private static final Dataset DATA = SmallCase.table(400);
  private static final TrainingConfig CONFIG =
      new TrainingConfig(20, 0.1, new Regularization(0.5, List.of(0.9, 0.8)), 3, 5);

  private static Parameters start() {
    return Initialization.of(Scheme.HE).draw(NETWORK, 1);
  }

  private static MemoryPlan plan(Backend backend, TrainingConfig config) {
    return MemoryPlan.find(backend, NETWORK, DATA.features(), config, Optional.empty());
  }

  private static long bytes(TrainingConfig config, int rowsAtOnce) {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      return MemoryEstimate.ofRun(
              backend,
              NETWORK,
              DATA.features(),
              config,
              rowsAtOnce,
              Optional.empty(),
              Optional.empty(),
              1)
          .bytes();
    }
  }

  /** The fewest parts that fit, all of nearly one size. */
  @Test
  void partsAreFewAndEven() {
    long whole = bytes(CONFIG, 400);
    try (Backend enough = MemoryEstimateTest.device(whole, whole)) {
      MemoryPlan plan = plan(enough, CONFIG);
      assertEquals(1, plan.parts());
      assertEquals(400, plan.rowsAtOnce());
      assertEquals(Optional.empty(), plan.explanation());
      assertEquals(whole, plan.estimate().bytes());
    }
    long parts = bytes(CONFIG, 150);
    try (Backend small = MemoryEstimateTest.device(parts, parts)) {
      MemoryPlan plan = plan(small, CONFIG);
      assertEquals(3, plan.parts());
      assertEquals(134, plan.rowsAtOnce());
      assertTrue(plan.estimate().fits(small));
      assertEquals(
          "a batch of 400 is computed in 3 parts of 134: %s of %s"
              .formatted(
                  MemoryEstimate.readable(plan.estimate().bytes()), MemoryEstimate.readable(parts)),
          plan.explanation().orElseThrow());
    }
    long one = bytes(CONFIG, 1);
    try (Backend least = MemoryEstimateTest.device(one, one)) {
      assertEquals(400, plan(least, CONFIG).parts());
    }
  }

  /** A step is recorded part by part, so there is an end to it. */
  @Test
  void partsAreNotTooMany() {
    Dataset many = SmallCase.table(5000);
    long examples = bytes(CONFIG, 1) + 4600 * (8 * 6 + 4 + 8);
    try (Backend small = MemoryEstimateTest.device(examples, examples)) {
      BackendException refused =
          assertThrows(
              BackendException.class,
              () -> MemoryPlan.find(small, NETWORK, many.features(), CONFIG, Optional.empty()));
      assertTrue(
          refused.getMessage().contains("; the largest batch that fits is batchSize "),
          refused.getMessage());
    }
    try (Backend more = MemoryEstimateTest.device(examples + 15_000, examples + 15_000)) {
      MemoryPlan plan = MemoryPlan.find(more, NETWORK, many.features(), CONFIG, Optional.empty());
      assertTrue(plan.parts() > 200 && plan.parts() <= 1024, plan.parts() + " parts");
    }
  }

  /** There is memory, but no piece of it is as large as a layer's activations. */
  @Test
  void noPieceIsLargeEnough() {
    TrainingConfig batches = CONFIG.withBatchSize(200);
    try (Backend pieces = MemoryEstimateTest.device(1 << 30, 50_000)) {
      MemoryPlan plan = plan(pieces, batches);
      // A layer of 64 units in double takes 512 bytes a row.
      assertEquals(97, Math.max(plan.rowsAtOnce(), 97));
      assertEquals(3, plan.parts());
      assertEquals(67, plan.rowsAtOnce());
      assertTrue(plan.estimate().largestAllocationBytes() <= 50_000);
    }
  }

  /** Costs and validations of a run. */
  private static final class Told implements TrainingListener {
    private final List<Double> numbers = new ArrayList<>();

    @Override
    public void cost(long iteration, double cost, double dataCost) {
      numbers.add(cost);
      numbers.add(dataCost);
    }

    @Override
    public void validated(ValidationPoint point) {
      numbers.add(point.dataCost());
    }

    double[] all() {
      return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  private static TrainingResult train(
      Backend backend, TrainingConfig config, Optional<Validation> validation, Told told) {
    return new Trainer()
        .train(
            backend,
            NETWORK,
            new TrainTest(DATA, Optional.empty()),
            validation,
            start(),
            config,
            List.of(told));
  }

  @Test
  void aRunInPartsIsTheRun() {
    Optional<Validation> validation =
        Optional.of(new Validation(SmallCase.table(70), OptionalInt.of(2)));
    for (int batch : new int[] {0, 150}) {
      TrainingConfig config = CONFIG.withBatchSize(batch);
      Told expected = new Told();
      TrainingResult whole;
      try (Backend large = EjmlBackend.reference(Precision.FP64)) {
        whole = train(large, config, validation, expected);
      }
      try (MeasuredBackend small =
          new MeasuredBackend(MemoryEstimateTest.device(350_000, 350_000))) {
        MemoryPlan plan = MemoryPlan.find(small, NETWORK, DATA.features(), config, validation);
        assertTrue(plan.parts() > 1, plan.rowsAtOnce() + " rows");
        Told told = new Told();
        TrainingResult parts = train(small, config, validation, told);
        assertArrayEquals(expected.all(), told.all(), 1e-12);
        assertEquals(whole.iterations(), parts.iterations());
        for (int l = 0; l < NETWORK.depth(); l++) {
          assertArrayEquals(
              whole.parameters().layers().get(l).weights(),
              parts.parameters().layers().get(l).weights(),
              1e-12);
        }
        assertEquals(plan.estimate().bytes(), small.mostBytes());
        assertTrue(small.mostBytes() <= 350_000);
        assertEquals(0, small.heldBytes());
      }
    }
  }

  /** A validation that has no room beside the whole batch has it beside a part. */
  @Test
  void aValidationMakesPartsNecessary() {
    Validation validation = new Validation(SmallCase.table(70), OptionalInt.of(2));
    long whole = bytes(CONFIG, 400);
    try (Backend backend = MemoryEstimateTest.device(whole, whole)) {
      assertEquals(1, plan(backend, CONFIG).parts());
      MemoryPlan plan =
          MemoryPlan.find(backend, NETWORK, DATA.features(), CONFIG, Optional.of(validation));
      assertTrue(plan.parts() > 1);
      assertEquals(70, plan.validation().orElseThrow().held());
      // In blocks as large as ever, so that it comes to the same cost.
      assertEquals(InferencePlan.largestBlock(backend), plan.validation().orElseThrow().block());
    }
  }

  /** Nothing helps but another batch size: parts need a second gradient. */
  @Test
  void wherePartsDoNotHelp() {
    long parameters = bytes(CONFIG.withBatchSize(1), 1);
    try (Backend tiny = MemoryEstimateTest.device(parameters, parameters)) {
      BackendException refused =
          assertThrows(BackendException.class, () -> plan(tiny, CONFIG.withBatchSize(300)));
      assertTrue(
          refused.getMessage().startsWith("training on 400 examples needs "), refused.getMessage());
      assertTrue(
          refused.getMessage().endsWith("; the largest batch that fits is batchSize 1"),
          refused.getMessage());
      assertFalse(refused.getMessage().contains("\n"));
    }
  }

  /** The same place is named whether a batch is computed at once or in parts. */
  @Test
  void aBadExampleIsFoundInItsPart() {
    double[] values = new double[100 * 6];
    values[6 * 77 + 2] = Double.MAX_VALUE;
    values[6 * 77 + 3] = Double.MAX_VALUE;
    byte[] labels = new byte[100];
    labels[3] = 1;
    Dataset bad = new Dataset("bad", new Table(values, 100, 6), labels, List.of("a", "b"));
    List<String> messages = new ArrayList<>();
    for (int rows : new int[] {100, 30, 1}) {
      try (Backend backend = EjmlBackend.reference(Precision.FP64);
          TrainingStep step =
              TrainingStep.open(
                  backend,
                  NETWORK,
                  bad,
                  start(),
                  CONFIG.withRegularization(Regularization.none()),
                  StepState.Position.START,
                  rows)) {
        for (int i = 0; i < 3; i++) {
          step.run();
        }
        TrainingStep.StepCost cost = step.readCost();
        assertEquals(0, cost.firstBadStep());
        step.bad().repeat();
        messages.add(step.bad().find(false).what());
        assertArrayEquals(
            start().layers().get(0).weights(), step.parameters().layers().get(0).weights());
      }
    }
    assertEquals(List.of(messages.get(0), messages.get(0), messages.get(0)), messages);
    assertTrue(messages.get(0).startsWith("the pre-activations of layer "), messages.get(0));
  }

  @Test
  void aRunInPartsNamesWhatIsNotFinite() {
    TrainingConfig wild = CONFIG.withLearningRate(1e300);
    try (Backend small = MemoryEstimateTest.device(350_000, 350_000);
        Backend large = EjmlBackend.reference(Precision.FP64)) {
      assertTrue(plan(small, wild).parts() > 1);
      NonFiniteCostException inParts =
          assertThrows(
              NonFiniteCostException.class, () -> train(small, wild, Optional.empty(), new Told()));
      NonFiniteCostException atOnce =
          assertThrows(
              NonFiniteCostException.class, () -> train(large, wild, Optional.empty(), new Told()));
      assertEquals(atOnce.getMessage(), inParts.getMessage());
    }
  }
}
