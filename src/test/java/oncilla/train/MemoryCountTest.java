package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.UpdateRule;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.FakeCall;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.Kind;
import oncilla.cl.fake.TestDevices;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.Regularization;
import oncilla.optim.Adam;
import oncilla.optim.GradientDescent;
import oncilla.optim.Momentum;
import oncilla.optim.Optimizer;
import oncilla.train.memory.MemoryUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a {@link MemoryEstimate} counts against what a run allocates then: in the arenas of a
 * backend, and on a device in its plans too.
 */
class MemoryCountTest {
  /** A network and how it is trained. */
  private record Case(
      List<Integer> hidden,
      Dataset train,
      Dataset test,
      Regularization regularization,
      int batch,
      Optimizer optimizer,
      Precision precision) {
    Case(
        List<Integer> hidden,
        Dataset train,
        Dataset test,
        Regularization regularization,
        Precision precision) {
      this(hidden, train, test, regularization, 0, new GradientDescent(), precision);
    }

    /** The same in batches, with an optimiser that remembers something. */
    Case inBatches(int rows, Optimizer another) {
      return new Case(hidden, train, test, regularization, rows, another, precision);
    }

    Network network() {
      return Network.classifier(train.features().columns(), hidden);
    }
  }

  static List<Case> cases() {
    Dataset table = SmallCase.table(300);
    Dataset pixels = SmallCase.pixels(301);
    Regularization none = Regularization.none();
    Regularization dropout = new Regularization(0.7, List.of(0.5, 1.0, 0.8));
    return Stream.of(Precision.values())
        .flatMap(
            precision ->
                Stream.of(
                    new Case(List.of(), table, SmallCase.table(7), none, precision),
                    new Case(List.of(), pixels, SmallCase.pixels(70), none, precision),
                    new Case(List.of(8, 5), table, SmallCase.table(65), none, precision),
                    new Case(List.of(64, 3, 129), pixels, SmallCase.pixels(1), dropout, precision),
                    new Case(List.of(2, 40, 2), table, SmallCase.table(500), dropout, precision),
                    new Case(List.of(8, 5), table, SmallCase.table(65), none, precision)
                        .inBatches(100, new GradientDescent()),
                    new Case(List.of(64, 3, 129), pixels, SmallCase.pixels(1), dropout, precision)
                        .inBatches(7, new Momentum(0.9, true)),
                    new Case(List.of(8), pixels, SmallCase.pixels(70), none, precision)
                        .inBatches(0, new Momentum(0.9, false)),
                    new Case(List.of(2), table, SmallCase.table(500), none, precision)
                        .inBatches(299, new Momentum(0.9, false))))
        .toList();
  }

  private static TrainingConfig config(Case one) {
    return TrainingConfig.defaults()
        .withIterations(2)
        .withRegularization(one.regularization())
        .withBatchSize(one.batch())
        .withOptimizer(one.optimizer());
  }

  private static MemoryEstimate training(Backend backend, Case one) {
    Features features = one.train().features();
    return MemoryEstimate.ofTraining(
        backend, one.network(), features, config(one), features.rows());
  }

  private static MemoryEstimate withCurves(Backend backend, Case one, int block) {
    return MemoryEstimate.ofRun(
        backend,
        one.network(),
        one.train().features(),
        config(one),
        config(one).batchRows(one.train().size()),
        Optional.empty(),
        Optional.of(one.test().features()),
        block);
  }

  /** Whole runs; none of their arenas allocates anything that is not counted. */
  @ParameterizedTest
  @MethodSource("cases")
  void theTensorsOfARunTakeWhatIsCounted(Case one) {
    Network network = one.network();
    TrainingConfig config = config(one);
    try (MeasuredBackend backend = new MeasuredBackend(EjmlBackend.reference(one.precision()))) {
      new Trainer()
          .train(
              backend,
              network,
              one.train(),
              Initialization.of(Scheme.HE).draw(network, 3),
              config,
              List.of());
      MemoryEstimate training = training(backend, one);
      assertEquals(training.bytes(), backend.mostBytes());
      assertEquals(training.largestAllocationBytes(), backend.largestAllocationBytes());
      assertEquals(0, backend.heldBytes());
    }
    try (MeasuredBackend backend = new MeasuredBackend(EjmlBackend.reference(one.precision()))) {
      new Evaluator(backend)
          .probabilities(
              network, Initialization.of(Scheme.HE).draw(network, 3), one.test().features());
      MemoryEstimate evaluation =
          MemoryEstimate.ofEvaluation(
              backend, network, one.test().features(), InferencePlan.largestBlock(backend));
      assertEquals(evaluation.bytes(), backend.mostBytes());
      assertEquals(evaluation.largestAllocationBytes(), backend.largestAllocationBytes());
    }
  }

  /** Where one batch is all features, the stored ones are gone when the curves come. */
  @ParameterizedTest
  @MethodSource("cases")
  void theTensorsOfARunWithCurvesTakeWhatIsCounted(Case one) {
    Network network = one.network();
    TrainingConfig config = config(one);
    try (MeasuredBackend backend = new MeasuredBackend(EjmlBackend.reference(one.precision()));
        TrainingStep step =
            TrainingStep.prepare(
                backend,
                network,
                one.train(),
                Initialization.of(Scheme.HE).draw(network, 3),
                config)) {
      long before = backend.heldBytes();
      try (LearningCurves prepared =
          LearningCurves.prepare(backend, network, step, one.train(), one.test(), 16)) {
        assertTrue(backend.heldBytes() > before);
        prepared.measure();
        MemoryEstimate both = withCurves(backend, one, 16);
        assertEquals(both.bytes(), backend.mostBytes());
        assertEquals(both.largestAllocationBytes(), backend.largestAllocationBytes());
      }
      assertEquals(before, backend.heldBytes());
    }
  }

  /** The buffers of a device, of the arenas of the backend and of the plans it records. */
  @ParameterizedTest
  @MethodSource("cases")
  void aDeviceAllocatesWhatIsCounted(Case one) {
    for (ClDevice device : List.of(TestDevices.gpu(0), TestDevices.cpu(0))) {
      FakeDriver driver = new FakeDriver(device);
      try (OpenClBackend backend =
          new OpenClBackend(
              driver,
              device,
              one.precision(),
              KernelParameters.forDevice(device, one.precision()))) {
        Features features = one.train().features();
        int batch = config(one).batchRows(one.train().size());
        for (int rows : List.of(batch, batch / 5 + 1)) {
          driver.forgetCalls();
          TrainingStep.open(
                  backend,
                  one.network(),
                  one.train(),
                  Initialization.of(Scheme.HE).draw(one.network(), 3),
                  config(one),
                  StepState.Position.START,
                  rows)
              .close();
          MemoryEstimate counted =
              MemoryEstimate.ofRun(
                  backend,
                  one.network(),
                  features,
                  config(one),
                  rows,
                  Optional.empty(),
                  Optional.empty(),
                  1);
          assertAllocated(counted, driver, packed(backend, device));
        }
        new Evaluator(backend, 16).prepare(one.network(), features);
        assertAllocated(
            MemoryEstimate.ofEvaluation(backend, one.network(), features, 16),
            driver,
            packed(backend, device));
      }
    }
  }

  /** What operands that are packed may take beside that. */
  private static long packed(Backend backend, ClDevice device) {
    return device.globalMemoryBytes() - backend.tensorBytes();
  }

  /** Every use has what is allocated for it. */
  @Test
  void everyUseIsWhatItSays() {
    Dataset pixels = SmallCase.pixels(300);
    Network network = Network.classifier(6, List.of(64, 8));
    Regularization dropout = new Regularization(0.7, List.of(0.5, 1.0));
    TrainingConfig config =
        TrainingConfig.defaults()
            .withRegularization(dropout)
            .withBatchSize(40)
            .withOptimizer(new Adam(new UpdateRule.Adam(0.9, 0.999, 1e-8, 0)));
    Validation validation = new Validation(SmallCase.pixels(9), OptionalInt.of(3));
    long block = 8L * (384 + 512 + 64 + 64 + 64 + 64);
    ClDevice device = TestDevices.gpu(0);
    try (Backend backend =
        new OpenClBackend(
            new FakeDriver(device),
            device,
            Precision.FP64,
            KernelParameters.forDevice(device, Precision.FP64))) {
      MemoryEstimate whole =
          MemoryPlan.find(backend, network, pixels.features(), config, Optional.of(validation))
              .estimate(SmallCase.table(1).features());
      long state = 8 * (4 + 1);
      long order = 4 * 320;
      assertEquals(
          8 * 40 * 6 + state + 300 * 6 + order + 8 * 300 + 8 * 40, whole.of(MemoryUse.DATA));
      assertEquals(block, whole.of(MemoryUse.PARAMETERS));
      assertEquals(block + 8 * (1 + 2 + 1 + 1), whole.of(MemoryUse.GRADIENTS));
      assertEquals(2 * block, whole.of(MemoryUse.OPTIMIZER));
      assertEquals(3 * block, whole.of(MemoryUse.BEST));
      long masks = 40 * 64;
      long wide = 8 * 40 * 64;
      assertTrue(whole.of(MemoryUse.ACTIVATIONS) >= masks + 2 * wide, whole.toString());
      assertTrue(
          whole.of(MemoryUse.ACTIVATIONS) <= masks + 2 * wide + 8 * 40 * 24, whole.toString());
      assertTrue(whole.of(MemoryUse.VALIDATION) > 0);
      assertTrue(whole.of(MemoryUse.CURVES) > 0);
      assertEquals(whole.bytes(), whole.uses().values().stream().mapToLong(bytes -> bytes).sum());
      MemoryEstimate parts =
          MemoryEstimate.ofRun(
              backend,
              network,
              pixels.features(),
              config,
              10,
              Optional.empty(),
              Optional.empty(),
              1);
      assertEquals(
          8 * 10 * 6 + state + 300 * 6 + order + 8 * 300 + 8 * 10, parts.of(MemoryUse.DATA));
      assertEquals(2 * block + 8 * (1 + 2 + 1 + 1 + 2 + 1), parts.of(MemoryUse.GRADIENTS));
      assertTrue(
          parts.of(MemoryUse.ACTIVATIONS) < whole.of(MemoryUse.ACTIVATIONS) / 3, parts.toString());
    }
  }

  /** Replays the creation and the release of buffers. */
  private static void assertAllocated(MemoryEstimate estimate, FakeDriver driver, long packed) {
    Map<String, Long> live = new HashMap<>();
    long held = 0;
    long most = 0;
    long largest = 0;
    for (FakeCall call : driver.calls()) {
      if (call.call().equals("clCreateBuffer")) {
        long bytes = Long.parseLong(call.detail().replace(" bytes", ""));
        live.put(call.object(), bytes);
        held += bytes;
        most = Math.max(most, held);
        largest = Math.max(largest, bytes);
      } else if (call.call().equals(Kind.BUFFER.release())) {
        held -= live.remove(call.object());
      }
    }
    driver.forgetCalls();
    assertTrue(most >= estimate.bytes(), most + " of " + estimate);
    assertTrue(most <= estimate.bytes() + packed, most + " of " + estimate);
    if (packed == 0) {
      assertEquals(estimate.largestAllocationBytes(), largest);
    }
    assertEquals(0, held);
  }
}
