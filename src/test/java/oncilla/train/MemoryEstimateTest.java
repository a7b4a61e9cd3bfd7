package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.backend.ejml.EjmlMatmul;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.optim.Momentum;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
  private static final Network NETWORK = Network.classifier(6, List.of(64));
  private static final Regularization DROPOUT = new Regularization(0, List.of(0.5));
  private static final TrainingConfig CONFIG =
      TrainingConfig.defaults().withRegularization(DROPOUT);

  @Test
  void addsUpWhatIsAllocated() {
    try (EjmlBackend backend = device(1 << 20, 1 << 20)) {
      MemoryEstimate estimate =
          MemoryEstimate.ofTraining(backend, NETWORK, SmallCase.pixels(10).features(), CONFIG, 10);
      // W1 64×6, W2 1×64, b1 64, b2 1 padded to 64 doubles; activations and gradients 10×64 and
      // 10×1 twice, where the gradient of the logits may not lie on anything.
      long parameters = 8 * (384 + 64 + 64 + 64);
      long input = 8 * 60;
      long masks = 640;
      long labels = 80;
      long slab = 8 * (640 + 640 + 64 + 64);
      long few = 24 + 4 * 8;
      long most = input + 2 * parameters + masks + labels + slab + few;
      assertTrue(estimate.bytes() <= most, estimate + " above " + most);
      assertTrue(estimate.bytes() >= most - 2 * 8 * 64, estimate + " far below " + most);
    }
  }

  @Test
  void dropoutAndRowsCostMemory() {
    try (EjmlBackend backend = device(1 << 20, 1 << 20)) {
      long with = bytes(backend, DROPOUT, 10);
      assertEquals(640, with - bytes(backend, Regularization.none(), 10));
      assertTrue(bytes(backend, DROPOUT, 20) > with);
    }
  }

  @Test
  void momentsCostMemoryAndSmallerBatchesSaveIt() {
    try (EjmlBackend backend = device(1 << 20, 1 << 20)) {
      Features features = SmallCase.table(100).features();
      long plain = MemoryEstimate.ofTraining(backend, NETWORK, features, CONFIG, 100).bytes();
      TrainingConfig momentum = CONFIG.withOptimizer(new Momentum(0.9, false));
      long with = MemoryEstimate.ofTraining(backend, NETWORK, features, momentum, 100).bytes();
      assertEquals(
          ParameterMemory.layout(NETWORK, Precision.FP64).size() * Double.BYTES, with - plain);
      TrainingConfig batches = CONFIG.withBatchSize(10);
      assertTrue(
          MemoryEstimate.ofTraining(backend, NETWORK, features, batches, 100).bytes() < plain / 2);
    }
  }

  @Test
  void tooLittleMemoryNamesTheLargestBatchThatFits() {
    Dataset data = SmallCase.table(500);
    Parameters start = Initialization.of(Scheme.HE).draw(NETWORK, 1);
    TrainingConfig config = CONFIG;
    int fitting;
    try (EjmlBackend backend = device(200_000, 200_000)) {
      BackendException e =
          assertThrows(
              BackendException.class,
              () -> TrainingStep.prepare(backend, NETWORK, data, start, config));
      Matcher matcher =
          Pattern.compile(
                  "training on 500 examples needs .* KiB \\(.* in one piece\\); tiny has 195.3 KiB"
                      + " \\(195.3 KiB in one piece\\); the largest batch that fits is batchSize (\\d+)")
              .matcher(e.getMessage());
      assertTrue(matcher.matches(), e.getMessage());
      fitting = Integer.parseInt(matcher.group(1));
      assertThrows(
          BackendException.class,
          () ->
              TrainingStep.prepare(
                  backend, NETWORK, data, start, config.withBatchSize(fitting + 1)));
    }
    try (EjmlBackend backend = device(200_000, 200_000);
        TrainingStep step =
            TrainingStep.prepare(backend, NETWORK, data, start, config.withBatchSize(fitting))) {
      step.run();
      assertTrue(step.readCost().isGood());
    }
  }

  @Test
  void aSingleLargeTensorIsRefusedThoughThereIsMemory() {
    try (EjmlBackend backend = device(1 << 30, 10_000)) {
      BackendException e =
          assertThrows(
              BackendException.class,
              () ->
                  MemoryEstimate.requireTrainingFits(
                      backend, NETWORK, SmallCase.table(50).features(), CONFIG));
      assertTrue(
          e.getMessage().endsWith("the largest batch that fits is batchSize 19"), e.getMessage());
    }
  }

  @Test
  void slabsStayBelowTheLargestAllocation() {
    Network deep = Network.classifier(6, List.of(64, 64, 64, 64, 64));
    try (EjmlBackend backend = device(1 << 30, 200_000)) {
      MemoryEstimate estimate =
          MemoryEstimate.ofTraining(
              backend, deep, SmallCase.table(1).features(), TrainingConfig.defaults(), 300);
      assertTrue(estimate.fits(backend), estimate.toString());
      assertTrue(estimate.bytes() > 5 * 300 * 64 * 8, estimate.toString());
    }
  }

  /** What does not fit whatever the batch, and what would help. */
  @Test
  void notEvenABatchOfOneExample() {
    String parameters =
        "parameters, gradient and optimiser state alone take 9.0 KiB; take fewer or smaller hidden"
            + " layers (hiddenLayers)";
    try (EjmlBackend backend = device(9_000, 9_000)) {
      assertNoBatchFits(backend, SmallCase.table(50).features(), parameters);
      assertNoBatchFits(backend, SmallCase.pixels(50).features(), parameters);
    }
    try (EjmlBackend backend = device(50_000, 50_000)) {
      assertNoBatchFits(
          backend,
          SmallCase.table(5000).features(),
          "the examples alone take 293.1 KiB; take fewer");
      assertNoBatchFits(
          backend,
          SmallCase.pixels(5000).features(),
          "the examples alone take 88.0 KiB; take fewer, or smaller ones (imageSize)");
    }
  }

  private static void assertNoBatchFits(EjmlBackend backend, Features features, String remedy) {
    for (TrainingConfig config : List.of(CONFIG, CONFIG.withBatchSize(4))) {
      BackendException e =
          assertThrows(
              BackendException.class,
              () -> MemoryEstimate.requireTrainingFits(backend, NETWORK, features, config));
      assertTrue(
          e.getMessage().endsWith("; not even a batch of one example fits: " + remedy),
          e.getMessage());
      assertFalse(e.getMessage().contains("\n"));
    }
  }

  private static long bytes(EjmlBackend backend, Regularization regularization, int rows) {
    return MemoryEstimate.ofTraining(
            backend,
            NETWORK,
            SmallCase.table(1).features(),
            CONFIG.withRegularization(regularization),
            rows)
        .bytes();
  }

  static EjmlBackend device(long memory, long largest) {
    DeviceInfo info =
        new DeviceInfo(
            0, "tiny", DeviceInfo.Kind.OTHER, "", "", "", "", 1, memory, largest, 0, false, true);
    return new EjmlBackend("test", info, Precision.FP64, new EjmlMatmul());
  }
}
