package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import oncilla.backend.Backend;
import oncilla.backend.EveryBackend;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an example gets does not depend on the examples beside it, to the last bit. */
class InferenceBlockTest {
  private static final int ROWS = 1000;

  /** The first and the last row, and some between. */
  private static final List<Integer> ANYWHERE =
      List.of(0, 1, 31, 62, 63, 64, 127, 128, 255, 256, 500, 777, 998, 999);

  private static final List<Network> NETWORKS =
      List.of(
          Network.classifier(784, List.of(100, 33)),
          Network.classifier(784, List.of()),
          Network.classifier(6, List.of(8, 5)));

  static List<OpenClConfiguration> openCl() {
    return OpenClConfiguration.defaults();
  }

  /** {@link #ANYWHERE}, and both sides of the ends of the first, second and last block. */
  private static SortedSet<Integer> alone(int block) {
    SortedSet<Integer> rows = new TreeSet<>(ANYWHERE);
    for (int end : new int[] {block, 2 * block, ROWS / block * block}) {
      rows.addAll(List.of(end - 1, end, end + 1));
    }
    return rows.headSet(ROWS);
  }

  private static void assertSameAloneAsAmongOthers(Backend backend) {
    assertSameAloneAsAmongOthers(backend, InferencePlan.largestBlock(backend));
  }

  private static void assertSameAloneAsAmongOthers(Backend backend, int block) {
    for (Network network : NETWORKS) {
      Parameters parameters = Initialization.of(Scheme.HE).draw(network, 3);
      byte[] values = new byte[ROWS * network.inputs()];
      new Random(7).nextBytes(values);
      Features features = new Pixels(values, ROWS, new ImageGeometry(1, network.inputs(), 1));
      Evaluator evaluator = new Evaluator(backend, block);
      double[] amongOthers = evaluator.probabilities(network, parameters, features);
      for (int row : alone(block)) {
        double[] alone = evaluator.probabilities(network, parameters, features.slice(row, row + 1));
        assertEquals(
            amongOthers[row],
            alone[0],
            "row " + row + " in blocks of " + block + " of " + network.layers());
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

  /** Little memory makes small blocks; the smallest is still what the kernels take at once. */
  @ParameterizedTest
  @EnumSource
  void inTheSmallestBlocksOfTheCpu(Precision precision) {
    try (Backend backend = EveryBackend.cpu(precision).open()) {
      assertEquals(48, InferencePlan.largestBlock(backend));
      assertEquals(24, InferencePlan.smallestBlock(backend));
      assertSameAloneAsAmongOthers(backend, 24);
    }
  }

  @Test
  void blocksAreWholeUnitsOfRows() {
    EveryBackend.all()
        .forEach(
            every -> {
              try (Backend backend = every.open()) {
                int unit = backend.rowUnit();
                int block = InferencePlan.largestBlock(backend);
                assertTrue(block >= 48, every + ": " + block);
                for (; block > 0; block = InferencePlan.smallerBlock(backend, block)) {
                  assertEquals(0, block % unit, every + ": " + block);
                }
                assertEquals(unit, InferencePlan.smallestBlock(backend), every.toString());
              }
            });
  }

  @ParameterizedTest
  @MethodSource("openCl")
  void onADevice(OpenClConfiguration configuration) {
    try (Backend backend = configuration.open()) {
      assertSameAloneAsAmongOthers(backend);
    }
  }
}
