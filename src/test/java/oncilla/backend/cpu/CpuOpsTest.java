package oncilla.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.CpuBlas;
import oncilla.check.References;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;
import oncilla.check.verification.OpChecker;
import oncilla.check.verification.OpChecker.Submission;
import oncilla.check.verification.OpResult;
import oncilla.check.verification.Surroundings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the table on the cpu backend, on both libraries, in both precisions. */
class CpuOpsTest {
  private record Configuration(CpuBlas blas, Precision precision) {
    Backend open() {
      BackendRequest request = BackendRequest.defaults().withPrecision(precision).withCpuBlas(blas);
      return new CpuBackendProvider().open(request);
    }
  }

  static List<Configuration> configurations() {
    List<Configuration> all = new ArrayList<>();
    for (CpuBlas blas : CpuBlas.values()) {
      for (Precision precision : Precision.values()) {
        all.add(new Configuration(blas, precision));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void everyCaseMatchesTheReference(Configuration configuration) {
    check(configuration, Submission.IMMEDIATE, Surroundings.GUARDED);
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void recordedMatchesTheReference(Configuration configuration) {
    check(configuration, Submission.RECORDED, Surroundings.EXACT);
  }

  private static void check(
      Configuration configuration, Submission submission, Surroundings placement) {
    List<OpCase> cases = OpCases.all();
    assertTrue(cases.size() > 100);
    try (Backend backend = configuration.open();
        Backend reference = References.open()) {
      OpChecker checker = new OpChecker(backend, reference, placement);
      List<String> failures = new ArrayList<>();
      for (OpCase one : cases) {
        OpResult result = checker.check(one, submission, UnaryOperator.identity());
        result.failures().forEach(failure -> failures.add(one + ": " + failure));
      }
      assertEquals(List.of(), failures);
    }
  }
}
