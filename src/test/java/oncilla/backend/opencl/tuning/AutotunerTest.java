package oncilla.backend.opencl.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import oncilla.Requirements;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.opencl.OpenClBackendProvider;
import oncilla.backend.opencl.device.DeviceSelection;
import oncilla.backend.opencl.matmul.DirectMatmul;
import oncilla.backend.opencl.matmul.MatmulFamily;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.opencl.matmul.TiledMatmul;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.tuning.MatmulVerifier;
import oncilla.backend.tuning.TuningOutcome;
import oncilla.backend.tuning.TuningProgress;
import oncilla.backend.tuning.TuningRequest;
import oncilla.backend.tuning.TuningRow;
import oncilla.check.verification.ReferenceVerifier;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDrivers;
import oncilla.cl.ClUnavailableException;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tuning on a device, with small spaces. */
class AutotunerTest {
  private static final BackendRequest REQUEST =
      BackendRequest.defaults().withPrecision(Precision.FP32);

  @TempDir Path directory;
  private Path file;
  private TuningDatabase database;
  private OpenClBackendProvider provider;

  @BeforeEach
  void openDatabase() {
    file = directory.resolve("tuning.json");
    database = new TuningDatabase(Optional.of(file), vendor -> new TuningFile("none", List.of()));
    provider = new OpenClBackendProvider(ClDrivers::named, ProgramCache.off(), database);
    Availability availability = provider.availability(REQUEST);
    if (!availability.isUsable()) {
      Requirements.missing("opencl", availability.reason());
    }
  }

  /** Blocks of so many rows, for any device; a vector of five elements does not compile. */
  private static MatmulFamily<DirectMatmul> blocks(int vectorWidth, Integer... rows) {
    return new MatmulFamily<>(
        "direct",
        DirectMatmul.class,
        List.of(MatmulFamily.Parameter.ofKernel("block_m", "BLOCK_M", DirectMatmul::blockM, rows)),
        values -> new DirectMatmul(values[0], 1, 1, vectorWidth),
        List.of(),
        limits -> true);
  }

  /** Keeps what is told, and writes the file. */
  private final class Recorder implements TuningProgress {
    private final List<String> started = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();
    private int decided;

    @Override
    public void started(String product, int number, int of, String start, double gflops) {
      started.add(number + "/" + of + " " + product);
      assertTrue(gflops > 0);
    }

    @Override
    public void trying(String candidate) {
      assertTrue(List.of("direct", "packed", "tiled").contains(candidate.split(" ")[0]), candidate);
    }

    @Override
    public void tried(String candidate, TuningOutcome outcome, String explanation, double gain) {
      tried.add(outcome + " " + candidate + ": " + explanation);
    }

    @Override
    public void decided(TuningRow row, String text) {
      decided++;
      try {
        Files.writeString(file, text);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private Autotuner tuner(LongSupplier clock, MatmulFamily<?>... families) {
    return new Autotuner(new DeviceSelection(ClDrivers::named), database, clock, List.of(families));
  }

  private TuningRequest request(Set<MatmulForm> forms, double seconds) {
    return new TuningRequest(
        BackendRequest.defaults(),
        List.of(Precision.FP32),
        forms,
        Set.of("small"),
        List.of(),
        seconds,
        file);
  }

  private static Backend reference() {
    return BackendSelector.fromServices()
        .provider("ejml")
        .open(BackendRequest.defaults().withPrecision(Precision.FP64));
  }

  @Test
  void whatIsFoundIsUsedByTheNextBackend() {
    Recorder recorder = new Recorder();
    List<TuningRow> rows;
    try (Backend reference = reference()) {
      rows =
          tuner(System::nanoTime, blocks(4, 2, 3))
              .tune(request(Set.of(MatmulForm.NT), 60), new ReferenceVerifier(reference), recorder);
    }
    assertEquals(List.of("1/1 fp32 NT small"), recorder.started);
    assertEquals(2, recorder.tried.size(), recorder.tried.toString());
    TuningRow row = rows.get(0);
    assertEquals(1, rows.size());
    assertEquals(0, row.count(TuningOutcome.WRONG));
    assertEquals(0, row.count(TuningOutcome.FAILED));
    assertTrue(row.gain() >= 1 && row.best().gflops() > 0, row.toString());

    TuningEntry entry = TuningFile.read(file).entries().get(0);
    assertEquals(row.best().family(), entry.family());
    assertEquals(row.best().parameters(), entry.parameters());
    assertEquals(row.device(), entry.place().device());
    assertEquals(
        TuningTask.extents(ShapeClass.SMALL, entry.place().type()),
        entry.measured().stream().map(TuningEntry.Measurement::dims).toList());
    assertFalse(entry.driver().isBlank());
    try (OpenClBackend backend = (OpenClBackend) provider.open(REQUEST)) {
      MatmulVariant used =
          backend
              .parameters()
              .matmul()
              .choose(MatmulForm.NT, new MatmulDims(8, 8, 8), MatmulPrecision.HIGHEST, false);
      assertEquals(entry.parameters(), used.values());
    }
    assertEquals("1 of 18 the user's file", tuner(System::nanoTime).status(REQUEST));
  }

  @Test
  void earlierEntriesStayAndAreTheStart() throws IOException, ClUnavailableException {
    TuningEntry other =
        TuningEntries.small(TestDevices.gpu(0), new TiledMatmul(8, 8, 4, 4, 4, 1, 1));
    ClDevice device =
        ClDrivers.named("jocl")
            .devices()
            .get(provider.availability(REQUEST).orThrow().device().index());
    DirectMatmul earlier = new DirectMatmul(5, 1, 1, 4);
    Files.writeString(
        file,
        new TuningFile("earlier", List.of())
            .with(other)
            .with(TuningEntries.small(device, earlier))
            .text());
    try (Backend reference = reference()) {
      List<TuningRow> rows =
          tuner(System::nanoTime, blocks(4, 5))
              .tune(
                  request(Set.of(MatmulForm.NN), 60),
                  new ReferenceVerifier(reference),
                  new Recorder());
      assertEquals(earlier.values(), rows.get(0).start().parameters());
    }
    assertTrue(TuningFile.read(file).entries().contains(other));
    assertEquals(2, TuningFile.read(file).entries().size());
  }

  @Test
  void whatDoesNotCompileIsCountedAndTheSearchGoesOn() {
    Recorder recorder = new Recorder();
    try (Backend reference = reference()) {
      List<TuningRow> rows =
          tuner(System::nanoTime, blocks(5, 2), blocks(4, 2))
              .tune(request(Set.of(MatmulForm.NN), 60), new ReferenceVerifier(reference), recorder);
      assertEquals(1, rows.get(0).count(TuningOutcome.FAILED), recorder.tried.toString());
      assertEquals(2, recorder.tried.size(), recorder.tried.toString());
      assertTrue(
          recorder.tried.stream().anyMatch(each -> each.contains("did not compile")),
          recorder.tried.toString());
    }
  }

  /** Verifies as the reference does, but finds a fault in whatever comes after the first. */
  private record Distrust(MatmulVerifier verifier, AtomicLong trusted) implements MatmulVerifier {
    @Override
    public Optional<String> products(Backend backend, Ops candidate, MatmulForm form) {
      return trusted.getAndDecrement() > 0
          ? verifier.products(backend, candidate, form)
          : Optional.of("planted");
    }

    @Override
    public Optional<String> layers(Backend backend, Ops candidate) {
      return verifier.layers(backend, candidate);
    }

    @Override
    public Exercise exercise(MatmulForm form, MatmulDims dims, Precision precision) {
      return verifier.exercise(form, dims, precision);
    }
  }

  @Test
  void whatIsWrongIsNeverChosen() {
    Recorder recorder = new Recorder();
    try (Backend reference = reference()) {
      List<TuningRow> rows =
          tuner(System::nanoTime, blocks(4, 2, 3))
              .tune(
                  request(Set.of(MatmulForm.NN), 60),
                  new Distrust(new ReferenceVerifier(reference), new AtomicLong(1)),
                  recorder);
      TuningRow row = rows.get(0);
      // Verified by the reference are those that would win; the others are slower.
      assertEquals(
          2,
          row.count(TuningOutcome.WRONG) + row.count(TuningOutcome.NOT_BETTER),
          recorder.tried.toString());
      assertEquals(row.start().parameters(), row.best().parameters());
      assertEquals(1, row.gain());
    }
  }

  @Test
  void whereNothingIsRightThereIsNoResult() {
    Recorder recorder = new Recorder();
    try (Backend reference = reference()) {
      BackendException failure =
          assertThrows(
              BackendException.class,
              () ->
                  tuner(System::nanoTime, blocks(4, 2))
                      .tune(
                          request(Set.of(MatmulForm.NN), 60),
                          new Distrust(new ReferenceVerifier(reference), new AtomicLong(0)),
                          recorder));
      assertTrue(
          failure.getMessage().startsWith("no variant computes fp32 NN small right on "),
          failure.getMessage());
    }
    assertEquals(0, recorder.decided);
    assertFalse(Files.exists(file));
    assertTrue(recorder.tried.get(0).endsWith(": planted"), recorder.tried.toString());
  }

  @Test
  void aKindIsTimedAtTheLargestProductsOfAStep() {
    TuningTask.Target target =
        new TuningTask.Target(new FakeDriver(), TestDevices.gpu(0), Precision.FP32);
    TuningRequest.Wanted large = wanted(MatmulForm.TN, 1024, 12288, 256);
    List<TuningRequest.Wanted> step =
        List.of(
            wanted(MatmulForm.NT, 256, 1024, 12288),
            large,
            wanted(MatmulForm.TN, 512, 1024, 256),
            large,
            wanted(MatmulForm.TN, 1000, 1024, 1000),
            wanted(MatmulForm.TN, 900, 1024, 1000),
            wanted(MatmulForm.TN, 1, 128, 256));
    TuningTask task =
        Autotuner.task(
                target,
                new TuningEntry.Product(Precision.FP32, MatmulForm.TN, ShapeClass.LARGE),
                step)
            .orElseThrow();
    assertEquals(
        List.of(large.dims(), new MatmulDims(1000, 1024, 1000), new MatmulDims(900, 1024, 1000)),
        task.extents());
    double own = 2 * large.dims().flops() + 2.0 * 1024 * 1000 * 1900;
    double all = own + 2.0 * 256 * 1024 * 12288 + 2.0 * 512 * 1024 * 256 + 2.0 * 128 * 256;
    assertEquals(own / all, task.weight(), 1e-12);
    TuningTask small =
        Autotuner.task(
                target,
                new TuningEntry.Product(Precision.FP32, MatmulForm.TN, ShapeClass.SMALL),
                step)
            .orElseThrow();
    assertEquals(0.02, small.weight());
    assertTrue(
        Autotuner.task(
                target,
                new TuningEntry.Product(Precision.FP32, MatmulForm.NN, ShapeClass.LARGE),
                step)
            .isEmpty());
  }

  private static TuningRequest.Wanted wanted(MatmulForm form, long m, long n, long k) {
    return new TuningRequest.Wanted(form, new MatmulDims(m, n, k));
  }

  /** Each look at the clock takes a tenth of a second. */
  private static LongSupplier slowClock() {
    AtomicLong now = new AtomicLong();
    return () -> now.addAndGet(100_000_000);
  }

  @Test
  void theTimeIsSharedAndKept() {
    Recorder recorder = new Recorder();
    Integer[] rows = Stream.iterate(1, i -> i + 1).limit(40).toArray(Integer[]::new);
    LongSupplier clock = slowClock();
    long before = clock.getAsLong();
    try (Backend reference = reference()) {
      tuner(clock, blocks(4, rows))
          .tune(
              request(Set.of(MatmulForm.NN, MatmulForm.TN), 40),
              new ReferenceVerifier(reference),
              recorder);
    }
    double seconds = (clock.getAsLong() - before) * 1e-9;
    assertTrue(seconds < 60, "took " + seconds);
    assertTrue(recorder.tried.size() < 40, recorder.tried.toString());
    assertEquals(List.of("1/2 fp32 NN small", "2/2 fp32 TN small"), recorder.started);
    assertEquals(2, recorder.decided);
  }

  @Test
  void timeThatIsUpAtOnceIsAnError() {
    try (Backend reference = reference()) {
      BackendException failure =
          assertThrows(
              BackendException.class,
              () ->
                  tuner(slowClock(), blocks(4, 2))
                      .tune(
                          request(Set.of(MatmulForm.NN), 0.05),
                          new ReferenceVerifier(reference),
                          new Recorder()));
      assertEquals("the time was up before anything was measured", failure.getMessage());
    }
  }

  @Test
  void aDamagedFileStopsBeforeAnythingIsMeasured() throws IOException {
    Files.writeString(file, "[]");
    Recorder recorder = new Recorder();
    try (Backend reference = reference()) {
      BackendException failure =
          assertThrows(
              BackendException.class,
              () ->
                  tuner(System::nanoTime, blocks(4, 2))
                      .tune(
                          request(Set.of(MatmulForm.NN), 60),
                          new ReferenceVerifier(reference),
                          recorder));
      assertTrue(failure.getMessage().startsWith(file + ": line 1, column "));
    }
    assertEquals(List.of(), recorder.started);
    assertEquals("[]", Files.readString(file));
  }
}
