package oncilla.golden;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import oncilla.backend.Activation;
import oncilla.backend.Backend;
import oncilla.backend.Dropout;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;
import oncilla.backend.cpu.CpuBackend;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.check.FaultyBackend;
import oncilla.check.verification.ForwardingOps;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Steps in fp32 from the fp64 path of the cat runs, on the cpu backend and on OpenCL; and with
 * planted errors, each of which must be seen. All share the paths, which take seconds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepsFromDoublePathTest {
  private final Map<GoldenRun, List<DoublePath.Stop>> stops = new EnumMap<>(GoldenRun.class);
  private DoublePath path;

  private record Part(OpenClConfiguration configuration, GoldenRun run) {}

  @BeforeAll
  void load() {
    path = new DoublePath(CatData.load().train());
  }

  private List<DoublePath.Stop> stops(GoldenRun run) {
    return stops.computeIfAbsent(run, path::stops);
  }

  private void check(Backend backend, GoldenRun run) {
    for (DoublePath.Stop stop : stops(run)) {
      StepCheck.check(backend, path.data(), stop);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CAT_NOTES", "CAT_HE", "CAT_L2"})
  void cpuStepsAsFp64(GoldenRun run) {
    try (Backend backend = CpuBackend.open(Precision.FP32)) {
      check(backend, run);
    }
  }

  static List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (OpenClConfiguration configuration : OpenClConfiguration.defaults()) {
      for (GoldenRun run : GoldenRun.values()) {
        if (configuration.precision() == Precision.FP32 && run.isCat()) {
          parts.add(new Part(configuration, run));
        }
      }
    }
    return parts;
  }

  @ParameterizedTest
  @MethodSource("parts")
  void openClStepsAsFp64(Part part) {
    try (Backend backend = part.configuration().open()) {
      check(backend, part.run());
    }
  }

  /** The step of the notes' run from iteration 100 with this defect must fail with that. */
  private void assertSeen(UnaryOperator<Ops> defect, String expected) {
    try (Backend backend = CpuBackend.open(Precision.FP32)) {
      Backend faulty = new FaultyBackend(backend, defect);
      DoublePath.Stop stop = stops(GoldenRun.CAT_NOTES).get(1);
      String message =
          assertThrows(AssertionError.class, () -> StepCheck.check(faulty, path.data(), stop))
              .getMessage();
      assertTrue(message.contains(expected), message);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void oneGradientOffByOnePartInTenThousandIsSeen(int layer) {
    int inputs = GoldenRun.CAT_NOTES.network().layers().get(layer - 1).inputs();
    assertSeen(
        ops ->
            new ForwardingOps(ops) {
              @Override
              public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
                boolean here = form == MatmulForm.TN && c.shape().columns() == inputs;
                super.matmul(form, here ? alpha * (1 + 1e-4) : alpha, a, b, c);
              }
            },
        "gradient of W" + layer);
  }

  @ParameterizedTest
  @CsvSource({"1,gradient of W1", "2,of another sign", "3,of another sign", "4,cost"})
  void missingBiasIsSeen(int layer, String seenIn) {
    int inputs = GoldenRun.CAT_NOTES.network().layers().get(layer - 1).inputs();
    assertSeen(ops -> withoutBias(ops, inputs), seenIn);
  }

  private static Ops withoutBias(Ops ops, int inputs) {
    return new ForwardingOps(ops) {
      @Override
      public void dense(
          Tensor x, Tensor w, Tensor b, Activation f, Optional<Dropout> dropout, Tensor y) {
        if (w.shape().columns() != inputs) {
          super.dense(x, w, b, f, dropout, y);
          return;
        }
        matmul(MatmulForm.NT, 1, x, w, y);
        if (f != Activation.IDENTITY) {
          activate(f, y, y);
        }
      }
    };
  }

  @Test
  void wrongSignsInTheBackwardPassAreSeen() {
    assertSeen(
        ops ->
            new ForwardingOps(ops) {
              @Override
              public void activateBackward(
                  Activation f, Tensor da, Tensor a, Optional<Dropout> dropout, Tensor dz) {
                // As if all units of the first layer were active.
                boolean here = a.shape().columns() == 20;
                super.activateBackward(here ? Activation.IDENTITY : f, da, a, dropout, dz);
              }
            },
        "gradient of W1");
  }

  @Test
  void missingUpdateIsSeen() {
    assertSeen(
        ops ->
            new ForwardingOps(ops) {
              @Override
              public void update(UpdateRule rule, ParameterUpdate update, StepState state) {
                // Nothing is updated.
              }
            },
        "after the update");
  }
}
