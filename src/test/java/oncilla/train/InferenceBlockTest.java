package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.cpu.CpuBackend;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an example gets does not depend on the examples beside it, to the last bit. */
class InferenceBlockTest {
  private static final int ROWS = 1000;

  /** The first and the last row, both sides of a block's end, and some between. */
  private static final int[] ALONE = {0, 1, 31, 62, 63, 64, 127, 128, 255, 256, 500, 777, 998, 999};

  private static final List<Network> NETWORKS =
      List.of(
          Network.classifier(784, List.of(100, 33)),
          Network.classifier(784, List.of()),
          Network.classifier(6, List.of(8, 5)));

  static List<OpenClConfiguration> openCl() {
    return OpenClConfiguration.defaults();
  }

  private static void assertSameAloneAsAmongOthers(Backend backend) {
    for (Network network : NETWORKS) {
      Parameters parameters = Initialization.of(Scheme.HE).draw(network, 3);
      byte[] values = new byte[ROWS * network.inputs()];
      new Random(7).nextBytes(values);
      Features features = new Pixels(values, ROWS, new ImageGeometry(1, network.inputs(), 1));
      Evaluator evaluator = new Evaluator(backend);
      double[] amongOthers = evaluator.probabilities(network, parameters, features);
      for (int row : ALONE) {
        double[] alone = evaluator.probabilities(network, parameters, features.slice(row, row + 1));
        assertEquals(amongOthers[row], alone[0], "row " + row + " of " + network.layers());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void onTheReference(Precision precision) {
    try (Backend backend = EjmlBackend.reference(precision)) {
      assertSameAloneAsAmongOthers(backend);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onTheCpu(Precision precision) {
    try (Backend backend = CpuBackend.open(precision)) {
      assertSameAloneAsAmongOthers(backend);
    }
  }

  @ParameterizedTest
  @MethodSource("openCl")
  void onADevice(OpenClConfiguration configuration) {
    try (Backend backend = configuration.open()) {
      assertSameAloneAsAmongOthers(backend);
    }
  }
}
