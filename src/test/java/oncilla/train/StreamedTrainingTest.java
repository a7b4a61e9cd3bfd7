package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import oncilla.backend.Augmentation;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.ElementType;
import oncilla.backend.EveryBackend;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.UpdateRule;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.DataException;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.FeaturesView;
import oncilla.data.Standardizing;
import oncilla.data.Table;
import oncilla.data.TrainTest;
import oncilla.data.split.ValidationSplit;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.optim.Adam;
import oncilla.train.checkpoint.Pauses;
import oncilla.train.checkpoint.TrainingState;
import oncilla.train.health.NonFiniteCostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training set that stays with the host gives the bits of one that lies on the device. */
class StreamedTrainingTest {
  private static final Dataset TABLE = SmallCase.table(29);
  private static final Dataset PIXELS = SmallCase.pixels(29);

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  private record Variant(Dataset data, TrainingConfig config, Optional<Validation> validation) {
    Variant streamed() {
      return new Variant(data.streamed(), config, validation);
    }
  }

  private static TrainingConfig plain() {
    return new TrainingConfig(33, 0.05, Regularization.none(), 3, 7).withBatchSize(8);
  }

  private static Map<String, Variant> variants() {
    Adam adamw = new Adam(new UpdateRule.Adam(0.9, 0.999, 1e-8, 0.01));
    Regularization dropout = new Regularization(0.1, List.of(0.8));
    ValidationSplit split = ValidationSplit.draw(PIXELS, 0.2, 3);
    Dataset standardized = PIXELS.standardized(Standardizing.of(PIXELS.features()));
    Map<String, Variant> variants = new LinkedHashMap<>();
    variants.put("a table", new Variant(TABLE, plain(), Optional.empty()));
    variants.put("pixels", new Variant(PIXELS, plain(), Optional.empty()));
    variants.put(
        "batches that divide the set",
        new Variant(SmallCase.pixels(24), plain(), Optional.empty()));
    variants.put("one batch", new Variant(PIXELS, plain().withBatchSize(64), Optional.empty()));
    variants.put(
        "standardised pixels with dropout and adamw",
        new Variant(
            standardized,
            plain().withOptimizer(adamw).withRegularization(dropout),
            Optional.empty()));
    for (Augmentation.Strength strength : Augmentation.Strength.values()) {
      variants.put(
          "augmented " + strength,
          new Variant(
              standardized, plain().withAugmentation(Optional.of(strength)), Optional.empty()));
    }
    variants.put(
        "an augmented whole batch",
        new Variant(
            PIXELS,
            plain().withBatchSize(0).withAugmentation(Optional.of(Augmentation.Strength.LIGHT)),
            Optional.empty()));
    variants.put(
        "early stopping on a part held out",
        new Variant(
            split.train(),
            plain(),
            Optional.of(new Validation(split.validation(), OptionalInt.of(3)))));
    return variants;
  }

  /** All that a run tells of what it computed. */
  private static final class Told implements TrainingListener {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void cost(long iteration, double cost, double dataCost) {
      lines.add("cost " + iteration + " " + cost + " " + dataCost);
    }

    @Override
    public void curves(long iteration, CurvePoint point) {
      lines.add(point.toString());
    }

    @Override
    public void validated(ValidationPoint point) {
      lines.add(point.toString());
    }
  }

  /** Keeps the state after an update and stops there. */
  private static final class Stop implements Pauses {
    private final long at;
    private Optional<TrainingState> state = Optional.empty();

    Stop(long at) {
      this.at = at;
    }

    @Override
    public Then after(long iterations) {
      return iterations == at ? Then.STOP : Then.GO_ON;
    }

    @Override
    public void save(TrainingState now, Optional<TrainingState> best) {
      state = Optional.of(now);
    }
  }

  private static Parameters train(
      Backend backend, Variant variant, Told told, Optional<TrainingState> from, Pauses pauses) {
    return new Trainer()
        .train(
            backend,
            SmallCase.NETWORK,
            new TrainTest(variant.data(), Optional.of(variant.data())),
            variant.validation(),
            SmallCase.start(),
            variant.config(),
            List.of(told),
            from,
            pauses)
        .parameters();
  }

  private static void assertSameBits(Parameters expected, Parameters found, String message) {
    for (int l = 0; l < expected.layers().size(); l++) {
      assertArrayEquals(
          expected.layers().get(l).weights(), found.layers().get(l).weights(), message);
      assertArrayEquals(expected.layers().get(l).bias(), found.layers().get(l).bias(), message);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void givesTheSameBits(EveryBackend which) {
    try (Backend backend = which.open()) {
      variants()
          .forEach(
              (name, variant) -> {
                Told whole = new Told();
                Parameters resident = train(backend, variant, whole, Optional.empty(), Pauses.NONE);
                Told told = new Told();
                assertSameBits(
                    resident,
                    train(backend, variant.streamed(), told, Optional.empty(), Pauses.NONE),
                    name);
                assertEquals(whole.lines, told.lines, name);
                assertTrue(told.lines.size() > 5, name);
              });
    }
  }

  /** A run may stream before it is interrupted, and not behind, or the other way. */
  @ParameterizedTest
  @MethodSource("backends")
  void goesOnInTheSameBits(EveryBackend which) {
    Variant variant = variants().get("augmented photo");
    try (Backend backend = which.open()) {
      Parameters whole = train(backend, variant, new Told(), Optional.empty(), Pauses.NONE);
      for (long at : new long[] {1, 4, 18}) {
        Stop first = new Stop(at);
        train(backend, variant.streamed(), new Told(), Optional.empty(), first);
        assertSameBits(
            whole, train(backend, variant, new Told(), first.state, Pauses.NONE), "streamed first");
        assertSameBits(
            whole,
            train(backend, variant.streamed(), new Told(), first.state, Pauses.NONE),
            "streamed twice");
      }
    }
  }

  @Test
  void anotherOrderWouldBeSeen() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      Variant variant = variants().get("pixels");
      Variant other = new Variant(PIXELS, plain().withSeed(4), Optional.empty());
      assertNotEquals(
          train(backend, variant, new Told(), Optional.empty(), Pauses.NONE)
              .layers()
              .get(0)
              .weights()[0],
          train(backend, other.streamed(), new Told(), Optional.empty(), Pauses.NONE)
              .layers()
              .get(0)
              .weights()[0]);
    }
  }

  /** What is bad is looked for in the batch that has it, when others have been sent. */
  @ParameterizedTest
  @MethodSource("backends")
  void theBadBatchIsSentOnceMore(EveryBackend which) {
    double[] values = new double[29 * 6];
    TABLE.features().copyRows(0, 29, values);
    values[11 * 6] = Double.NaN;
    Dataset bad =
        new Dataset("points", new Table(values, 29, 6), TABLE.labels(), TABLE.classNames());
    Variant variant = new Variant(bad, plain().withLogEvery(20), Optional.empty());
    try (Backend backend = which.open()) {
      String expected = refusal(backend, variant);
      assertTrue(expected.contains("first seen in the inputs"), expected);
      assertEquals(expected, refusal(backend, variant.streamed()));
    }
  }

  private static String refusal(Backend backend, Variant variant) {
    return assertThrows(
            NonFiniteCostException.class,
            () ->
                new Trainer()
                    .train(
                        backend,
                        SmallCase.NETWORK,
                        variant.data(),
                        SmallCase.start(),
                        variant.config(),
                        List.of()))
        .getMessage();
  }

  /** Features that cannot be read from some call on. */
  private static final class Failing implements FeaturesView {
    private final RuntimeException failure;
    private final int good;
    private int asked;

    Failing(RuntimeException failure, int good) {
      this.failure = failure;
      this.good = good;
    }

    @Override
    public Features whole() {
      return PIXELS.features();
    }

    @Override
    public int rows() {
      return whole().rows();
    }

    @Override
    public void copyRows(int from, int to, double[] target) {
      whole().copyRows(from, to, target);
    }

    @Override
    public synchronized void copyRows(int from, int to, ByteBuffer target) {
      if (++asked > good) {
        throw failure;
      }
      whole().copyRows(from, to, target);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void whatAThreadFailsWithIsWhatTheRunFailsWith(EveryBackend which) {
    try (Backend backend = which.open()) {
      for (int good : new int[] {0, 3, 100}) {
        DataException failure = new DataException("pictures/7.png: cannot be read");
        Dataset data =
            new Dataset("pixels", new Failing(failure, good), PIXELS.labels(), PIXELS.classNames());
        Variant variant = new Variant(data.streamed(), plain(), Optional.empty());
        DataException thrown =
            assertThrows(
                DataException.class,
                () ->
                    new Trainer()
                        .train(
                            backend,
                            SmallCase.NETWORK,
                            variant.data(),
                            SmallCase.start(),
                            variant.config(),
                            List.of()));
        assertSame(failure, thrown);
        assertNoThreads();
      }
    }
  }

  @Test
  void noThreadOutlivesAStep() {
    try (Backend backend = EjmlBackend.reference(Precision.FP32)) {
      for (int runs : new int[] {0, 1, 9}) {
        try (TrainingStep step =
            TrainingStep.prepare(
                backend, SmallCase.NETWORK, PIXELS.streamed(), SmallCase.start(), plain())) {
          for (int i = 0; i < runs; i++) {
            step.run();
          }
          assertTrue(threads() > 0);
        }
        assertNoThreads();
      }
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("oncilla-batches"))
        .count();
  }

  private static void assertNoThreads() {
    assertEquals(0, threads());
  }

  /** Behind a position in the middle of an epoch the rows are those of that place. */
  @ParameterizedTest
  @MethodSource("backends")
  void aStepBeginsAnywhere(EveryBackend which) {
    StepState.Position position = new StepState.Position(10, 2, 16);
    try (Backend backend = which.open();
        TrainingStep resident =
            TrainingStep.prepare(
                backend, SmallCase.NETWORK, PIXELS, SmallCase.start(), plain(), position);
        TrainingStep streamed =
            TrainingStep.prepare(
                backend,
                SmallCase.NETWORK,
                PIXELS.streamed(),
                SmallCase.start(),
                plain(),
                position)) {
      for (int i = 0; i < 7; i++) {
        resident.run();
        streamed.run();
        assertEquals(resident.readCost(), streamed.readCost(), "step " + i);
      }
      assertEquals(resident.position(), streamed.position());
    }
  }

  @Test
  void aBatchTooLargeToBeSentIsRefusedBeforeAnythingIsAllocated() {
    Features large = new ComputedFeatures(ElementType.U8, 200_000, 12_288).streamed();
    try (Backend backend = EjmlBackend.reference(Precision.FP32)) {
      BackendException refused =
          assertThrows(
              BackendException.class,
              () ->
                  MemoryEstimate.ofTraining(
                      backend,
                      oncilla.nn.Network.classifier(12_288, List.of(2)),
                      large,
                      plain().withBatchSize(100_000),
                      200_000));
      assertTrue(refused.getMessage().contains("batchSize"), refused.getMessage());
    }
  }
}
