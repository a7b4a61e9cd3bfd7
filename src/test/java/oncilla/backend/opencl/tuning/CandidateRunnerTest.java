package oncilla.backend.opencl.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.matmul.DirectMatmul;
import oncilla.backend.opencl.matmul.MatmulCall;
import oncilla.backend.opencl.matmul.MatmulFamily;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.matmul.OperandLayout;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.tuning.MatmulVerifier;
import oncilla.backend.tuning.TuningOutcome;
import oncilla.backend.tuning.TuningProgress;
import oncilla.backend.tuning.TuningRow;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.FakeEnqueue;
import oncilla.cl.fake.Kind;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Running candidates on a device that only keeps account. */
class CandidateRunnerTest {
  private static final int OUT_OF_RESOURCES = -5;
  private static final MatmulVariant EXACT = new DirectMatmul(3, 2, 1, 4);

  private final ClDevice device = TestDevices.cpu(0);
  private final FakeDriver driver = new FakeDriver(device);
  private final KernelParameters parameters = KernelParameters.forDevice(device, Precision.FP32);

  @AfterEach
  void everythingIsReleased() {
    assertEquals(Map.of(), driver.counts().live());
  }

  /** Products of {@link DirectMatmul} that are said to be less exact. */
  private record LessExact(int blockM) implements MatmulVariant {
    static final MatmulFamily<LessExact> FAMILY =
        new MatmulFamily<>(
            "direct",
            LessExact.class,
            List.of(MatmulFamily.Parameter.ofKernel("block_m", "BLOCK_M", LessExact::blockM, 2)),
            values -> new LessExact(values[0]),
            List.of(),
            limits -> true);

    @Override
    public MatmulFamily<LessExact> family() {
      return FAMILY;
    }

    @Override
    public MatmulPrecision precision() {
      return MatmulPrecision.HIGH;
    }

    @Override
    public void submit(MatmulCall call, LaunchSink sink) {
      new DirectMatmul(blockM, 1, 1, 4).submit(call, sink);
    }
  }

  /** Believes everything, or so many small products. */
  private static final class Trust implements MatmulVerifier {
    private int left;

    Trust() {
      this(Integer.MAX_VALUE);
    }

    Trust(int left) {
      this.left = left;
    }

    @Override
    public Optional<String> products(Backend backend, Ops candidate, MatmulForm form) {
      left--;
      return left >= 0 ? Optional.empty() : Optional.of("planted");
    }

    @Override
    public Optional<String> layers(Backend backend, Ops candidate) {
      return Optional.empty();
    }

    @Override
    public Exercise exercise(MatmulForm form, MatmulDims dims, Precision precision) {
      return new Exercise() {
        @Override
        public double[] a() {
          return new double[(int) dims.a(form).size()];
        }

        @Override
        public double[] b() {
          return new double[(int) dims.b(form).size()];
        }

        @Override
        public Optional<String> fault(double[] c) {
          return Optional.empty();
        }
      };
    }
  }

  private static MatmulTable.Key key(MatmulPrecision precision) {
    return new MatmulTable.Key(MatmulForm.NT, ShapeClass.SMALL, precision, OperandLayout.ROW_MAJOR);
  }

  private CandidateRunner runner(MatmulPrecision precision) {
    List<MatmulDims> dims = List.of(new MatmulDims(5, 6, 7), new MatmulDims(8, 9, 10));
    Trust trust = new Trust();
    return new CandidateRunner(
        () -> new OpenClBackend(driver, device, Precision.FP32, parameters),
        parameters,
        key(precision),
        dims,
        dims.stream().map(each -> trust.exercise(MatmulForm.NT, each, Precision.FP32)).toList(),
        trust);
  }

  private List<String> kernels() {
    return driver.enqueues().stream().map(FakeEnqueue::kernel).toList();
  }

  @Test
  void aCandidateComputesTheProductsAlsoWhereItIsLessExact() {
    for (MatmulPrecision precision : List.of(MatmulPrecision.HIGH, MatmulPrecision.MEDIUM)) {
      for (MatmulVariant variant : List.of(new LessExact(2), EXACT)) {
        driver.forgetCalls();
        try (CandidateRunner runner = runner(precision)) {
          CandidateRunner.Candidate candidate = runner.record(variant);
          assertEquals(List.of(), kernels());
          candidate.plan(1).run();
          assertEquals(Optional.empty(), runner.fault(candidate));
          assertEquals(Optional.empty(), runner.epilogueFault(variant));
        }
        assertEquals(List.of("matmul_direct", "matmul_direct", "matmul_direct"), kernels());
      }
    }
  }

  @Test
  void aCandidateThatIsNotExactEnoughIsRefused() {
    try (CandidateRunner runner = runner(MatmulPrecision.HIGHEST)) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> runner.record(new LessExact(2)));
      assertTrue(
          refusal.getMessage().contains("matmul precision is high, asked for is highest"),
          refusal.getMessage());
    }
  }

  /** Each look at the clock takes a while, and each product of an exact variant a long one. */
  private long now() {
    looks++;
    return looks * 1000 + 1_000_000L * kernels().stream().filter("matmul_packed"::equals).count();
  }

  private long looks;

  /** Tunes products that may be less exact, among variants that are. */
  private List<TuningRow> tuned(MatmulVerifier verifier, List<String> tried, List<String> texts) {
    TuningProgress progress =
        new TuningProgress() {
          @Override
          public void started(String product, int number, int of, String start, double gflops) {
            assertEquals("fp32 high NT small", product);
          }

          @Override
          public void trying(String candidate) {}

          @Override
          public void tried(
              String candidate, TuningOutcome outcome, String explanation, double gain) {
            tried.add(outcome + " " + candidate);
          }

          @Override
          public void decided(TuningRow row, String text) {
            texts.add(text);
          }
        };
    return new TuningRun(
            TuningDatabase.none(),
            List.of(LessExact.FAMILY),
            this::now,
            new TuningFile("none", List.of()),
            verifier,
            progress)
        .run(
            List.of(
                new TuningTask(
                    new TuningTask.Target(driver, device, Precision.FP32),
                    new TuningEntry.Product(Precision.FP32, key(MatmulPrecision.HIGH)))),
            Deadline.in(1e6, this::now));
  }

  @Test
  void aFasterAndLessExactVariantIsFoundForTheProductsThatMayBeLessExact() {
    List<String> texts = new ArrayList<>();
    List<String> tried = new ArrayList<>();
    List<TuningRow> rows = tuned(new Trust(), tried, texts);
    assertEquals("packed", rows.get(0).start().family());
    assertEquals(Map.of("block_m", 2), rows.get(0).best().parameters());
    assertEquals(List.of("BETTER direct block_m=2"), tried);
    assertTrue(texts.get(0).contains("\"matmul_precision\" : \"high\""), texts.get(0));
  }

  /** Fast and wrong where only the reference looks: the start stays. */
  @Test
  void aFasterVariantThatIsWrongIsNotTaken() {
    List<String> tried = new ArrayList<>();
    List<TuningRow> rows = tuned(new Trust(1), tried, new ArrayList<>());
    assertEquals(List.of("WRONG direct block_m=2"), tried);
    assertEquals("packed", rows.get(0).best().family());
    assertEquals(1, rows.get(0).gain());
  }

  @Test
  void aRecordingThatFailsIsReportedAlsoWhereItCannotBeClosed() {
    try (CandidateRunner runner = runner(MatmulPrecision.HIGHEST)) {
      IllegalStateException broken = new IllegalStateException("the second product is broken");
      MatmulVariant secondFails = new Failing(broken, new int[1]);
      driver.failOn("clReleaseKernel", 1, OUT_OF_RESOURCES);
      IllegalStateException failure =
          assertThrows(IllegalStateException.class, () -> runner.record(secondFails));
      assertSame(broken, failure);
      assertEquals(1, failure.getSuppressed().length);
      assertTrue(
          failure.getSuppressed()[0].getMessage().startsWith("clReleaseKernel failed"),
          failure.getSuppressed()[0].getMessage());
    }
  }

  /** Fails at the second product. */
  private record Failing(IllegalStateException failure, int[] products) implements MatmulVariant {
    @Override
    public MatmulFamily<?> family() {
      return EXACT.family();
    }

    @Override
    public Set<OperandLayout> layouts() {
      return EXACT.layouts();
    }

    @Override
    public void submit(MatmulCall call, LaunchSink sink) {
      products[0]++;
      if (products[0] == 2) {
        throw failure;
      }
      EXACT.submit(call, sink);
    }
  }

  @Test
  void aDeviceOnWhichTheProductsHaveNoRoomIsClosed() {
    driver.failOn("clCreateBuffer", 4, -4);
    BackendException failure =
        assertThrows(BackendException.class, () -> runner(MatmulPrecision.HIGHEST));
    assertTrue(failure.getMessage().startsWith("clCreateBuffer failed"), failure.getMessage());
    assertEquals(0, driver.counts().live(Kind.CONTEXT));
  }

  @Test
  void aDeviceOnWhichTheyHaveNoRoomTheSecondTimeIsClosed() {
    CandidateRunner runner = runner(MatmulPrecision.HIGHEST);
    driver.failOn("clCreateBuffer", 2, -4);
    BackendException failure =
        assertThrows(
            BackendException.class, () -> runner.reopen(new BackendException("a first failure")));
    assertTrue(failure.getMessage().startsWith("clCreateBuffer failed"), failure.getMessage());
    assertEquals(0, driver.counts().live(Kind.CONTEXT));
    runner.close();
  }
}
