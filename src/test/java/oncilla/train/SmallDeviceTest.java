package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import oncilla.Requirements;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run of more than 256 MiB on a device that passes for having no more. */
class SmallDeviceTest {
  private static final long LIMIT = 256L << 20;
  private static final int EXAMPLES = 100_000;
  private static final int COLUMNS = 16;
  private static final Network NETWORK = Network.classifier(COLUMNS, List.of(256, 256));
  private static final TrainingConfig CONFIG =
      new TrainingConfig(2, 0.05, Regularization.none(), 3, 1);

  private static Dataset data() {
    double[] values = new double[EXAMPLES * COLUMNS];
    byte[] labels = new byte[EXAMPLES];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.sin(1.3 * i) + 0.5 * Math.cos(0.011 * i);
    }
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = (byte) (values[i * COLUMNS] > values[i * COLUMNS + 3] ? 1 : 0);
    }
    return new Dataset(
        "waves", new Table(values, EXAMPLES, COLUMNS), labels, List.of("below", "above"));
  }

  private static Backend open(String backend, OptionalLong limit) {
    return BackendSelector.fromServices()
        .select(
            backend, BackendRequest.defaults().withPrecision(Precision.FP32).withMemoryLimit(limit))
        .open();
  }

  private static Parameters train(Backend backend, Dataset data, List<Double> costs) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void cost(long iteration, double cost, double dataCost) {
            costs.add(cost);
          }
        };
    Parameters start = Initialization.of(Scheme.HE).draw(NETWORK, 3);
    return new Trainer()
        .train(backend, NETWORK, data, start, CONFIG, List.of(listener))
        .parameters();
  }

  static Stream<String> backends() {
    return Requirements.full() ? Stream.of("cpu", "opencl") : Stream.of("cpu");
  }

  @ParameterizedTest
  @MethodSource("backends")
  void trainsInParts(String name) {
    Dataset data = data();
    List<Double> expected = new ArrayList<>();
    Parameters whole;
    try (Backend backend = open(name, OptionalLong.empty())) {
      whole = train(backend, data, expected);
    }
    List<Double> found = new ArrayList<>();
    try (Backend backend = open(name, OptionalLong.of(LIMIT))) {
      MemoryPlan plan =
          MemoryPlan.find(backend, NETWORK, data.features(), CONFIG, Optional.empty());
      assertEquals(2, plan.parts());
      assertTrue(plan.estimate().bytes() <= LIMIT);
      Parameters parts = train(backend, data, found);
      for (int l = 0; l < NETWORK.depth(); l++) {
        assertArrayEquals(whole.layers().get(l).weights(), parts.layers().get(l).weights(), 1e-6);
        assertArrayEquals(whole.layers().get(l).bias(), parts.layers().get(l).bias(), 1e-6);
      }
    }
    for (int i = 0; i < 2; i++) {
      assertEquals(expected.get(i), found.get(i), 1e-5 * expected.get(i));
    }
    assertTrue(expected.get(1) < expected.get(0), expected.toString());
  }
}
