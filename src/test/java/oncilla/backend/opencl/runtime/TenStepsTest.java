package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.check.References;
import oncilla.check.StepComparison;
import oncilla.check.StepComparison.BlockDifference;
import oncilla.check.TrainingCase;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten steps of a net with dropout and L2, parameter by parameter after each. */
class TenStepsTest {
  private static final int STEPS = 10;

  private final StepComparison comparison = new StepComparison(TrainingCase.small(), STEPS);

  static List<OpenClConfiguration> defaults() {
    return OpenClConfiguration.defaults();
  }

  static List<OpenClConfiguration> variants() {
    return OpenClConfiguration.all().stream()
        .filter(one -> one.binding().equals("lwjgl"))
        .filter(one -> one.variant() != OpenClConfiguration.Variant.DEVICE_DEFAULT)
        .toList();
  }

  private List<Parameters> reference() {
    try (Backend reference = References.open()) {
      return comparison.reference(reference);
    }
  }

  private void requireWithinBounds(OpenClConfiguration configuration) {
    List<Parameters> expected = reference();
    try (Backend backend = configuration.open()) {
      List<BlockDifference> results = comparison.compare(backend, expected);
      // Weights and bias of four layers after each step.
      assertEquals(STEPS * 8, results.size());
      assertEquals(List.of(), results.stream().filter(result -> !result.holds()).toList());
      assertTrue(results.stream().anyMatch(result -> result.error() > 0));
    }
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void followTheReference(OpenClConfiguration configuration) {
    requireWithinBounds(configuration);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void followTheReferenceWithOtherKernelParameters(OpenClConfiguration configuration) {
    requireWithinBounds(configuration);
  }

  /** The training must move what is compared by far more than a bound allows. */
  @ParameterizedTest
  @EnumSource
  void moveTheParametersFarBeyondTheBounds(Precision precision) {
    List<Parameters> after = reference();
    double[] first = numbers(after.get(0).layers().get(0));
    double[] last = numbers(after.get(STEPS - 1).layers().get(0));
    double moved = 0;
    double norm = 0;
    for (int i = 0; i < first.length; i++) {
      moved += (last[i] - first[i]) * (last[i] - first[i]);
      norm += first[i] * first[i];
    }
    double bound = 1e4 * precision.unitRoundoff();
    assertTrue(Math.sqrt(moved / norm) > bound, "moved " + Math.sqrt(moved / norm));
  }

  @ParameterizedTest
  @EnumSource
  void giveTheSameBitsInEveryRunThroughBothBindings(Precision precision) {
    List<OpenClConfiguration> bindings =
        defaults().stream().filter(one -> one.precision() == precision).toList();
    assertEquals(2, bindings.size());
    List<Parameters> first = null;
    for (OpenClConfiguration configuration : bindings) {
      for (int run = 0; run < 2; run++) {
        try (Backend backend = configuration.open()) {
          List<Parameters> after = comparison.reference(backend);
          assertEquals(STEPS, after.size());
          first = first == null ? after : first;
          for (int step = 0; step < STEPS; step++) {
            assertArrayEquals(
                numbers(first.get(step)),
                numbers(after.get(step)),
                configuration + " run " + run + " step " + (step + 1));
          }
        }
      }
    }
  }

  /** With another start every weight matrix leaves its bound, at every step. */
  @ParameterizedTest
  @MethodSource("defaults")
  void failWhenTheStartIsWrong(OpenClConfiguration configuration) {
    TrainingCase small = TrainingCase.small();
    List<LayerParameters> moved =
        small.start().layers().stream()
            .map(
                layer ->
                    new LayerParameters(
                        Arrays.stream(layer.weights()).map(weight -> weight * 1.001).toArray(),
                        layer.bias()))
            .toList();
    TrainingCase wrong =
        new TrainingCase(
            small.name(), small.network(), small.data(), new Parameters(moved), small.config());
    List<Parameters> expected = reference();
    try (Backend backend = configuration.open()) {
      List<BlockDifference> weights =
          new StepComparison(wrong, STEPS)
              .compare(backend, expected).stream()
                  .filter(result -> result.block().startsWith("W"))
                  .toList();
      assertEquals(STEPS * 4, weights.size());
      for (BlockDifference result : weights) {
        assertFalse(result.holds(), result.toString());
      }
      assertEquals(1e-3, weights.get(0).error(), 1e-4);
    }
  }

  private static double[] numbers(Parameters parameters) {
    return parameters.layers().stream()
        .flatMapToDouble(layer -> DoubleStream.of(numbers(layer)))
        .toArray();
  }

  private static double[] numbers(LayerParameters layer) {
    return Stream.of(layer.weights(), layer.bias()).flatMapToDouble(DoubleStream::of).toArray();
  }
}
