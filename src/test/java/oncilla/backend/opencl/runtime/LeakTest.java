package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.check.TrainingCase;
import oncilla.cl.ClDrivers;
import oncilla.cl.fake.CountingDriver;
import oncilla.cl.fake.Kind;
import oncilla.train.Trainer;
import oncilla.train.TrainingStep;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is created, allocated or kept while a step is replayed, and all is released. */
class LeakTest {
  private static final int STEPS = 1_000;
  private static final Path STATUS = Path.of("/proc/self/status");

  static List<OpenClConfiguration> defaults() {
    return OpenClConfiguration.defaults();
  }

  private static TrainingStep prepare(OpenClBackend backend) {
    TrainingCase training = TrainingCase.small();
    return TrainingStep.prepare(
        backend, training.network(), training.data(), training.start(), training.config());
  }

  private static void run(TrainingStep step, int steps) {
    for (int i = 0; i < steps; i++) {
      step.run();
    }
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void aThousandStepsCreateNothing(OpenClConfiguration configuration) {
    CountingDriver driver = new CountingDriver(ClDrivers.named(configuration.binding()));
    try (OpenClBackend backend = configuration.open(driver, OpenClBackend.NewMemory.ZERO)) {
      try (TrainingStep step = prepare(backend)) {
        step.run();
        step.readCost();
        Map<Kind, Integer> created = driver.counts().created();
        Map<Kind, Integer> live = driver.counts().live();
        // Beside the step there is a plan that adds up the squares of all parameters, in two
        // stages.
        assertEquals(step.size() + 2, live.get(Kind.LAUNCH));
        for (Kind kind : Kind.values()) {
          boolean streams = kind == Kind.EVENT || kind == Kind.HOST_MEMORY;
          assertEquals(!streams, created.containsKey(kind), kind.word());
        }
        run(step, STEPS);
        step.readCost();
        step.parameters();
        assertEquals(created, driver.counts().created());
        assertEquals(live, driver.counts().live());
      }
      // The step's own are gone; the kernel that gathered the batch stays for the next.
      assertEquals(
          Map.of(
              Kind.CONTEXT,
              1,
              Kind.QUEUE,
              1,
              Kind.KERNEL,
              1,
              Kind.PROGRAM,
              driver.counts().created(Kind.PROGRAM)),
          driver.counts().live());
    }
    assertEquals(Map.of(), driver.counts().live());
  }

  /** A copy and a gather have an event each, which is gone when the slot is used again. */
  @ParameterizedTest
  @MethodSource("defaults")
  void aThousandStreamedStepsCreateTwoEventsEach(OpenClConfiguration configuration) {
    CountingDriver driver = new CountingDriver(ClDrivers.named(configuration.binding()));
    TrainingCase training = TrainingCase.small();
    try (OpenClBackend backend = configuration.open(driver, OpenClBackend.NewMemory.ZERO)) {
      try (TrainingStep step =
          TrainingStep.prepare(
              backend,
              training.network(),
              training.data().streamed(),
              training.start(),
              training.config().withBatchSize(4))) {
        run(step, 10);
        step.readCost();
        Map<Kind, Integer> created = new HashMap<>(driver.counts().created());
        assertEquals(4, created.get(Kind.HOST_MEMORY));
        assertEquals(2, created.get(Kind.QUEUE));
        run(step, STEPS);
        step.readCost();
        Map<Kind, Integer> behind = new HashMap<>(driver.counts().created());
        // Beside the two of a step: batches that are sent ahead, and the order of an epoch.
        int events = behind.remove(Kind.EVENT) - created.remove(Kind.EVENT);
        assertTrue(events >= 2 * STEPS - 8 && events <= 3 * STEPS + 8, events + " events");
        assertEquals(created, behind);
        assertTrue(driver.counts().live(Kind.EVENT) <= 8 + 64, "events that nobody needs");
      }
      assertEquals(0, driver.counts().live(Kind.HOST_MEMORY));
      assertEquals(1, driver.counts().live(Kind.QUEUE));
    }
    assertEquals(Map.of(), driver.counts().live());
  }

  /**
   * The trainer limits the work in flight with events. How many follows the clock: by one on which
   * every interval seems short, every other interval is twice as long, so that 1,000 steps take 2 ·
   * log₂ 1000 at most. By the real clock there is at most one for each step.
   */
  @ParameterizedTest
  @MethodSource("defaults")
  void trainingCreatesFewEventsAndNothingElse(OpenClConfiguration configuration) {
    CountingDriver driver = new CountingDriver(ClDrivers.named(configuration.binding()));
    AtomicLong clock = new AtomicLong();
    try (OpenClBackend backend = configuration.open(driver, OpenClBackend.NewMemory.ZERO)) {
      train(backend, new Trainer(() -> clock.addAndGet(1_000)), 1);
      Map<Kind, Integer> once = new HashMap<>(driver.counts().created());
      train(backend, new Trainer(() -> clock.addAndGet(1_000)), STEPS);
      Map<Kind, Integer> twice = new HashMap<>(driver.counts().created());
      int events = twice.getOrDefault(Kind.EVENT, 0) - once.getOrDefault(Kind.EVENT, 0);
      assertTrue(events > 0 && events <= 20, events + " events");
      // A training creates what it needs once, however long it is; programs and the one kernel that
      // is used outside of the plan are there already.
      for (Kind kind : List.of(Kind.CONTEXT, Kind.QUEUE, Kind.PROGRAM)) {
        assertEquals(once.get(kind), twice.get(kind), kind.word());
      }
      for (Kind kind : List.of(Kind.BUFFER, Kind.LAUNCH)) {
        assertEquals(2 * once.get(kind), twice.get(kind), kind.word());
      }
      assertEquals(2 * once.get(Kind.KERNEL) - 1, twice.get(Kind.KERNEL));
      assertEquals(0, driver.counts().live(Kind.EVENT));

      train(backend, new Trainer(), STEPS);
      int more = driver.counts().created(Kind.EVENT) - twice.get(Kind.EVENT);
      assertTrue(more <= STEPS, more + " events");
      assertEquals(0, driver.counts().live(Kind.EVENT));
      assertEquals(0, driver.counts().live(Kind.BUFFER));
    }
    assertEquals(Map.of(), driver.counts().live());
  }

  private static void train(OpenClBackend backend, Trainer trainer, int steps) {
    TrainingCase training = TrainingCase.small();
    trainer.train(
        backend,
        training.network(),
        training.data(),
        training.start(),
        training.config().withIterations(steps).withLogEvery(steps),
        List.of());
  }

  /** Allocation as the JVM counts it for this thread, per step of several launches. */
  @ParameterizedTest
  @MethodSource("defaults")
  void replayingAllocatesNothingInJava(OpenClConfiguration configuration) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocation");
    try (OpenClBackend backend = configuration.open();
        TrainingStep step = prepare(backend)) {
      assertTrue(step.size() >= 5, step.size() + " launches");
      run(step, 2 * STEPS); // compiled by now
      backend.synchronize();
      long before = threads.getCurrentThreadAllocatedBytes();
      run(step, STEPS);
      long perStep = (threads.getCurrentThreadAllocatedBytes() - before) / STEPS;
      backend.synchronize();
      assertTrue(perStep < 64, perStep + " bytes per step");
    }
  }

  /** Memory of the process, native included, over thousands of steps. */
  @ParameterizedTest
  @MethodSource("defaults")
  void memoryStaysFlat(OpenClConfiguration configuration) throws IOException {
    assumeTrue(Files.isReadable(STATUS), "there is no " + STATUS + " here");
    try (OpenClBackend backend = configuration.open();
        TrainingStep step = prepare(backend)) {
      for (int i = 0; i < 2; i++) {
        run(step, STEPS);
        backend.synchronize();
      }
      long before = residentKilobytes();
      for (int i = 0; i < 3; i++) {
        run(step, STEPS);
        backend.synchronize();
      }
      long grown = residentKilobytes() - before;
      assertTrue(grown < 8192, "grown by " + grown + " KiB");
    }
  }

  private static long residentKilobytes() throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException(STATUS + " has no VmRSS");
  }
}
