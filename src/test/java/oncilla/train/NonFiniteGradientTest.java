package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.EveryBackend;
import oncilla.backend.Precision;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.train.health.NonFiniteCostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A gradient overflows where no cost does: W2 · x is beyond the precision. The update makes the
 * weight −∞, and behind ReLU that unit is 0 from then on, so that no later cost shows it.
 */
class NonFiniteGradientTest {
  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  private static NonFiniteCostException failure(
      EveryBackend which, double large, TrainingConfig config) {
    Dataset data =
        new Dataset(
            "one", new Table(new double[] {large}, 1, 1), new byte[1], List.of("no", "yes"));
    Parameters start =
        new Parameters(
            List.of(
                new LayerParameters(new double[] {1 / large}, new double[1]),
                new LayerParameters(new double[] {large}, new double[1])));
    try (Backend backend = which.open()) {
      return assertThrows(
          NonFiniteCostException.class,
          () ->
              new Trainer()
                  .train(
                      backend, Network.classifier(1, List.of(1)), data, start, config, List.of()));
    }
  }

  private static double large(EveryBackend which) {
    return which.precision() == Precision.FP32 ? 1e25 : 1e200;
  }

  private static TrainingConfig config() {
    return TrainingConfig.defaults().withIterations(20).withLogEvery(5);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void withClippingItIsFoundBeforeTheUpdate(EveryBackend which) {
    NonFiniteCostException found =
        failure(which, large(which), config().withClipNorm(OptionalDouble.of(1)));
    assertEquals(0, found.iteration());
    assertEquals(1, found.layer().getAsInt());
    assertEquals(
        "the gradient is not finite at iteration 0: first seen in the gradient of the weights of"
            + " layer 1; the start or the data is too large, try initialization he or scaled data",
        found.getMessage());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void withoutClippingItIsFoundAtTheNextCostThatIsRead(EveryBackend which) {
    NonFiniteCostException found = failure(which, large(which), config());
    assertEquals(0, found.iteration());
    assertEquals(1, found.layer().getAsInt());
    assertEquals(
        "a gradient was not finite at iteration 0: first seen in the weights of layer 1; the start"
            + " or the data is too large, try initialization he or scaled data",
        found.getMessage());
  }
}
