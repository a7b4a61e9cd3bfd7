package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import oncilla.backend.Backend;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.backend.opencl.program.KernelSource;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.verification.Exercise;
import oncilla.backend.verification.FusedParts;
import oncilla.backend.verification.OpVerifier;
import oncilla.backend.verification.UnverifiedException;
import oncilla.check.References;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;
import oncilla.check.verification.OpChecker;
import oncilla.check.verification.OpResult;
import oncilla.check.verification.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kernels that are wrong on one device only: each is found before it computes for anybody, and
 * replaced where something else computes the same.
 */
class PlantedKernelTest {
  private static final OpenClConfiguration CONFIGURATION =
      new OpenClConfiguration("jocl", Precision.FP32, OpenClConfiguration.Variant.DEVICE_DEFAULT);

  @TempDir Path folder;

  private final List<String> news = new ArrayList<>();
  private final List<Exercise> exercises = new ArrayList<>();

  /** The real verifier, which writes down what it is asked. */
  private OpVerifier verifier() {
    OpVerifier real = OpVerifier.Provider.fromServices().open();
    return new OpVerifier() {
      @Override
      public Optional<String> fault(Backend backend, FusedParts candidate, Exercise exercise) {
        exercises.add(exercise);
        return real.fault(backend, candidate, exercise);
      }

      @Override
      public void close() {
        real.close();
      }
    };
  }

  private OpenClBackend open(UnaryOperator<String> sources) {
    return CONFIGURATION.open(
        new BackendSetup(
            OpenClBackend.NewMemory.ZERO,
            ProgramCache.in(folder, ProgramCache.Limits.USUAL),
            sources,
            Optional.of(new BackendSetup.Verifying(this::verifier, news::add))));
  }

  /** Changes a text of a kernel file, which must be there. */
  private static UnaryOperator<String> plant(String file, String from, String to) {
    return name -> {
      String source = KernelSource.load(name);
      if (!name.equals(file)) {
        return source;
      }
      assertTrue(source.contains(from), file);
      return source.replace(from, to);
    };
  }

  /** Changes what is stored of a product without epilogue, in all kernels. */
  private static String inProducts(String name, String factor) {
    return KernelSource.load(name)
        .replace("(sum, j) (alpha * (sum))", "(sum, j) (alpha * (sum) * " + factor + ")")
        .replace("VSTORE(alpha * ", "VSTORE(" + factor + " * alpha * ");
  }

  /** Changes what is stored of a layer, in all kernels. */
  private static String inLayers(String name, String factor) {
    return KernelSource.load(name)
        .replace("activated(alpha", "activated(" + factor + " * alpha")
        .replace("activated_vector(alpha", "activated_vector(" + factor + " * alpha");
  }

  private static OpCase named(String op, String label) {
    return OpCases.all().stream()
        .filter(one -> one.op().equals(op) && one.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static OpResult check(OpenClBackend backend, OpCase opCase) {
    try (Backend reference = References.open()) {
      return new OpChecker(backend, reference, Surroundings.GUARDED)
          .check(opCase, OpChecker.Submission.RECORDED, UnaryOperator.identity());
    }
  }

  private void assertReplaced(UnaryOperator<String> sources, OpCase opCase, String kernel) {
    try (OpenClBackend backend = open(sources)) {
      assertEquals(List.of(), check(backend, opCase).failures());
      assertTrue(news.stream().anyMatch(line -> line.contains(kernel)), news.toString());
    }
    // The verdict is kept: nothing is verified again, and the result is as right.
    exercises.clear();
    try (OpenClBackend backend = open(sources)) {
      assertEquals(List.of(), check(backend, opCase).failures());
      assertEquals(List.of(), exercises);
    }
  }

  private UnverifiedException refused(UnaryOperator<String> sources, OpCase opCase) {
    try (OpenClBackend backend = open(sources)) {
      return assertThrows(UnverifiedException.class, () -> check(backend, opCase), news::toString);
    }
  }

  @Test
  void rightKernelsAreVerifiedOnce() {
    OpCase opCase = named("columnSum", "209 x 20");
    try (OpenClBackend backend = open(KernelSource::load)) {
      assertFalse(backend.unverified());
      assertEquals(List.of(), check(backend, opCase).failures());
      assertEquals(List.of("columnSum"), exercises.stream().map(Exercise::op).toList());
      check(backend, opCase);
      assertEquals(1, exercises.size());
    }
    try (OpenClBackend backend = open(KernelSource::load)) {
      check(backend, opCase);
      assertEquals(1, exercises.size());
      // Longer sums than any that were verified; fewer are covered.
      check(backend, named("columnSum", "5003 x 2"));
      assertEquals(2, exercises.size());
      check(backend, named("columnSum", "65 x 64"));
      assertEquals(2, exercises.size());
    }
    assertEquals(List.of(), news);
  }

  @Test
  void anotherSourceHasNoVerdict() {
    OpCase opCase = named("columnSum", "209 x 20");
    try (OpenClBackend backend = open(KernelSource::load)) {
      check(backend, opCase);
    }
    try (OpenClBackend backend = open(name -> KernelSource.load(name) + "\n// changed\n")) {
      check(backend, opCase);
    }
    assertEquals(2, exercises.size());
  }

  @Test
  void aProductThatIsWrongForLongSumsIsReplaced() {
    UnaryOperator<String> sources =
        plant(
            "matmul/direct.cl",
            "real sum = VSUM(acc[i][j]);",
            "real sum = VSUM(acc[i][j]) + (k > 900 ? ONE : ZERO);");
    assertReplaced(
        sources, OpCases.matmul(MatmulForm.NT, new MatmulDims(209, 20, 1100)), "matmul_direct");
  }

  @Test
  void aLayerThatIsWrongFromItsThirtyThirdColumnOnIsComputedInParts() {
    assertReplaced(
        name -> inLayers(name, "(real)((j) > 31 ? 2 : 1)"),
        named("dense", "65x64x31 relu"),
        "matmul_");
  }

  @Test
  void narrowLayersThatAreWrongAreComputedOneByOne() {
    assertReplaced(
        plant(
            "narrow.cl",
            "const real total = SUM_LANES(sums);",
            "const real total = SUM_LANES(sums) * (o == 3 ? (real)1.25 : ONE);"),
        named("pass", "7-5,3,1 x 33"),
        "narrow_sums");
  }

  @Test
  void aBackwardLayerThatIsWrongInItsLastRowIsComputedInParts() {
    assertReplaced(
        plant(
            "layer_backward.cl",
            "const real v = BACK(real, dz[dz0 + i * columns + j] / keep, a[a0 + i * columns + j]);",
            "const real v = BACK(real, dz[dz0 + i * columns + j] / keep, a[a0 + i * columns + j])"
                + " * (i == rows - 1 ? 2 : 1);"),
        named("denseBackward", "relu 65 x 20"),
        "layer_backward");
  }

  @Test
  void whatNothingReplacesIsRefused() {
    UnverifiedException refusal =
        refused(
            plant(
                "reduction.cl", "const real mean = total / examples;", "const real mean = total;"),
            named("crossEntropy", "m = 33"));
    assertTrue(refusal.reason().contains("crossEntropy"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("Use backend cpu"), refusal.getMessage());
    assertEquals(1, refusal.getMessage().lines().count());
  }

  @Test
  void productsThatAreWrongInEveryVariantAreRefused() {
    UnverifiedException refusal =
        refused(
            name -> inProducts(name, "(real)1.5"),
            OpCases.matmul(MatmulForm.NN, new MatmulDims(31, 32, 33)));
    assertTrue(refusal.reason().contains("matmul NN"), refusal.getMessage());
    assertTrue(news.size() > 2, news.toString());
  }

  @Test
  void aDeviceThatLacksWhatKernelsTakeForGrantedIsRefusedInPlainWords() {
    UnverifiedException refusal =
        refused(
            plant(
                "probes.cl",
                "for (uint i = 0; i < (item < LOOPING ? rounds : 0); ++i)",
                "for (uint i = 0; i < min((uint)65535, item < LOOPING ? rounds : 0); ++i)"),
            named("columnSum", "209 x 20"));
    assertTrue(
        refusal.reason().contains("a loop of 100000 rounds ends too early"), refusal.reason());
    assertEquals(List.of(), exercises);
    assertNotEquals("", refusal.getMessage());
  }

  @Test
  void aKernelThatDoesNotCompileIsReplaced() {
    assertReplaced(
        plant("matmul/direct.cl", "const ulong vectors = k / VW;", "this is no OpenCL;"),
        OpCases.matmul(MatmulForm.NT, new MatmulDims(209, 20, 64)),
        "matmul_direct");
  }
}
