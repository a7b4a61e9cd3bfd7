package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import oncilla.backend.Augmentation;
import oncilla.backend.Backend;
import oncilla.backend.EveryBackend;
import oncilla.backend.UpdateRule;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.Dataset;
import oncilla.data.TrainTest;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.optim.Adam;
import oncilla.optim.CosineSchedule;
import oncilla.optim.Momentum;
import oncilla.optim.StepSchedule;
import oncilla.train.checkpoint.CheckpointFile;
import oncilla.train.checkpoint.Pauses;
import oncilla.train.checkpoint.TrainingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run that goes on from a file ends in the same bits as one that was never interrupted, and tells
 * the same on the way.
 */
class ResumedTrainingTest {
  private static final long ITERATIONS = 60;
  private static final Dataset TABLE = SmallCase.table(29);
  private static final Dataset PIXELS = SmallCase.pixels(29);
  private static final Dataset HELD_OUT = SmallCase.pixels(11);

  @TempDir Path directory;

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  /** What a run is made of, and what it validates on. */
  private record Variant(Dataset data, TrainingConfig config, Optional<Validation> validation) {}

  private static TrainingConfig plain() {
    return new TrainingConfig(ITERATIONS, 0.05, Regularization.none(), 3, 7);
  }

  private static Optional<Validation> patience(int patience) {
    return Optional.of(new Validation(HELD_OUT, OptionalInt.of(patience)));
  }

  private static Map<String, Variant> variants() {
    Regularization dropout = new Regularization(0.1, List.of(0.8));
    Momentum momentum = new Momentum(0.9, true);
    Adam adam = new Adam(new UpdateRule.Adam(0.9, 0.999, 1e-8, 0));
    Adam adamw = new Adam(new UpdateRule.Adam(0.9, 0.999, 1e-8, 0.01));
    Optional<Augmentation.Strength> light = Optional.of(Augmentation.Strength.LIGHT);
    Map<String, Variant> variants = new LinkedHashMap<>();
    variants.put("sgd", new Variant(TABLE, plain(), Optional.empty()));
    variants.put(
        "momentum in batches",
        new Variant(TABLE, plain().withOptimizer(momentum).withBatchSize(8), Optional.empty()));
    variants.put(
        "adam, dropout, L2, a validation",
        new Variant(
            PIXELS,
            plain().withLearningRate(0.003).withOptimizer(adam).withRegularization(dropout),
            Optional.of(new Validation(HELD_OUT, OptionalInt.empty()))));
    variants.put(
        "early stopping with all in one batch",
        new Variant(PIXELS, plain().withOptimizer(momentum), patience(30)));
    variants.put(
        "adamw on a cosine, batches, augmentation, dropout, early stopping",
        new Variant(
            PIXELS,
            plain()
                .withLearningRate(0.02)
                .withOptimizer(adamw)
                .withBatchSize(8)
                .withSchedule(new CosineSchedule(5))
                .withAugmentation(light)
                .withRegularization(dropout),
            patience(40)));
    variants.put(
        "steps of the rate with an augmented whole batch",
        new Variant(
            PIXELS,
            plain().withSchedule(new StepSchedule(3, 11, 0.7)).withAugmentation(light),
            Optional.empty()));
    return variants;
  }

  /** Stops a run after one of its updates, and keeps what it hands over in files. */
  private final class Stop implements Pauses {
    private final long at;
    private final CheckpointFile file;
    private boolean saved;
    private boolean savedBest;
    private boolean ended;

    Stop(long at, CheckpointFile file) {
      this.at = at;
      this.file = file;
    }

    @Override
    public Then after(long iterations) {
      return iterations == at ? Then.STOP : Then.GO_ON;
    }

    @Override
    public void save(TrainingState now, Optional<TrainingState> best) {
      try {
        file.write(directory.resolve("now"), now);
        if (best.isPresent()) {
          file.write(directory.resolve("best"), best.get());
          savedBest = true;
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      saved = true;
    }

    @Override
    public boolean keepsEnd() {
      return true;
    }

    @Override
    public void ended(TrainingState now, Optional<TrainingState> best) {
      ended = true;
      if (at < 0) {
        save(now, best);
      }
    }
  }

  /** All that a run tells of what it computed. */
  private static final class Told implements TrainingListener {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void cost(long iteration, double cost, double dataCost) {
      lines.add("cost " + iteration + " " + cost + " " + dataCost);
    }

    @Override
    public void validated(ValidationPoint point) {
      lines.add(point.toString());
    }
  }

  private static CheckpointFile file(Backend backend, Variant variant) {
    return new CheckpointFile(
        SmallCase.NETWORK,
        variant.config().optimizer().rule().moments(),
        backend.precision(),
        Map.of("seed", "3"),
        Map.of());
  }

  private static TrainingResult train(
      Backend backend, Variant variant, Told told, Optional<TrainingState> from, Pauses pauses) {
    return new Trainer()
        .train(
            backend,
            SmallCase.NETWORK,
            new TrainTest(variant.data(), Optional.empty()),
            variant.validation(),
            SmallCase.start(),
            variant.config(),
            List.of(told),
            from,
            pauses);
  }

  private static void assertSame(TrainingResult expected, TrainingResult found, String message) {
    assertSame(expected.parameters(), found.parameters(), message);
    assertEquals(expected.iterations(), found.iterations(), message);
    assertEquals(expected.cost(), found.cost(), message);
    assertEquals(expected.kept(), found.kept(), message);
    assertFalse(found.interrupted(), message);
  }

  private static void assertSame(Parameters expected, Parameters found, String message) {
    for (int l = 0; l < expected.layers().size(); l++) {
      assertArrayEquals(
          expected.layers().get(l).weights(), found.layers().get(l).weights(), message);
      assertArrayEquals(expected.layers().get(l).bias(), found.layers().get(l).bias(), message);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void endsInTheSameBits(EveryBackend which) {
    try (Backend backend = which.open()) {
      variants()
          .forEach(
              (name, variant) -> {
                Told straight = new Told();
                TrainingResult whole =
                    train(backend, variant, straight, Optional.empty(), Pauses.NONE);
                CheckpointFile file = file(backend, variant);
                for (long at : new long[] {1, 43}) {
                  String message = name + ", stopped after " + at;
                  Told told = new Told();
                  Stop stop = new Stop(at, file);
                  TrainingResult part = train(backend, variant, told, Optional.empty(), stop);
                  assertTrue(part.interrupted() && stop.saved, message);
                  assertEquals(at, part.iterations(), message);
                  TrainingState from = file.read(directory.resolve("now"));
                  assertSame(
                      whole,
                      train(backend, variant, told, Optional.of(from), new Stop(0, file)),
                      message);
                  assertEquals(straight.lines, told.lines, message);
                  assertTrue(from.seconds() > 0, message);
                }
              });
    }
  }

  /** The state of the lowest validation is one to go on from like any other. */
  @Test
  void goesOnFromTheBest() {
    try (Backend backend = EjmlBackend.reference(oncilla.backend.Precision.FP64)) {
      variants()
          .forEach(
              (name, variant) -> {
                CheckpointFile file = file(backend, variant);
                TrainingResult whole =
                    train(backend, variant, new Told(), Optional.empty(), Pauses.NONE);
                Stop stop = new Stop(53, file);
                train(backend, variant, new Told(), Optional.empty(), stop);
                boolean keeps = variant.validation().map(Validation::keepsBest).orElse(false);
                assertEquals(keeps, stop.savedBest, name);
                if (keeps) {
                  TrainingState best = file.read(directory.resolve("best"));
                  assertNotEquals(53, best.step(), "nothing would be seen: " + name);
                  assertSame(
                      whole,
                      train(backend, variant, new Told(), Optional.of(best), Pauses.NONE),
                      name);
                }
              });
    }
  }

  @Test
  void aRunAtItsEndGivesWhatItGave() {
    try (Backend backend = EjmlBackend.reference(oncilla.backend.Precision.FP32)) {
      Variant variant = variants().get("momentum in batches");
      CheckpointFile file = file(backend, variant);
      Stop end = new Stop(-1, file);
      TrainingResult whole = train(backend, variant, new Told(), Optional.empty(), end);
      assertTrue(end.ended && end.saved);
      TrainingState state = file.read(directory.resolve("now"));
      assertEquals(ITERATIONS, state.step());
      Told told = new Told();
      assertSame(whole, train(backend, variant, told, Optional.of(state), Pauses.NONE), "again");
      assertEquals(List.of(), told.lines);
      Variant longer =
          new Variant(variant.data(), variant.config().withIterations(80), Optional.empty());
      assertSame(
          train(backend, longer, new Told(), Optional.empty(), Pauses.NONE),
          train(backend, longer, new Told(), Optional.of(state), Pauses.NONE),
          "further");
    }
  }
}
