package oncilla.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalDouble;
import oncilla.nn.Initialization.Scheme;
import oncilla.random.NumpyRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InitializationTest {
  private static final Network NETWORK = Network.classifier(3, List.of(4));

  @ParameterizedTest
  @EnumSource
  void drawsOneStreamRowByRow(Scheme scheme) {
    NumpyRandom random = new NumpyRandom(3);
    double[] first = random.normals(12);
    double[] second = random.normals(4);
    Parameters start = Initialization.of(scheme).draw(NETWORK, 3);
    for (int i = 0; i < 12; i++) {
      assertEquals(scaled(scheme, first[i], 3, 4), start.layers().get(0).weights()[i]);
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(scaled(scheme, second[i], 4, 1), start.layers().get(1).weights()[i]);
    }
    assertArrayEquals(new double[4], start.layers().get(0).bias());
    assertArrayEquals(new double[1], start.layers().get(1).bias());
    start.requireFit(NETWORK);
  }

  @Test
  void scaleBelongsToNormal() {
    assertEquals(
        Initialization.normal(10), Initialization.ofLabel("normal", OptionalDouble.of(10)));
    assertEquals(0.01, Initialization.ofLabel("normal", OptionalDouble.empty()).scale());
    assertEquals(
        Initialization.of(Scheme.HE), Initialization.ofLabel("he", OptionalDouble.empty()));
    assertThrows(
        IllegalArgumentException.class, () -> Initialization.ofLabel("he", OptionalDouble.of(1)));
    assertThrows(IllegalArgumentException.class, () -> new Initialization(Scheme.HE, 2));
    assertThrows(IllegalArgumentException.class, () -> Initialization.normal(-1));
    assertThrows(IllegalArgumentException.class, () -> Initialization.normal(Double.NaN));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Initialization.ofLabel("xavier", OptionalDouble.empty()));
    assertEquals(
        "a start is one of lecun, he, glorot, normal, zeros, not 'xavier'", e.getMessage());
  }

  private static double scaled(Scheme scheme, double normal, double previous, double units) {
    return switch (scheme) {
      case LECUN -> normal / Math.sqrt(previous);
      case HE -> normal * Math.sqrt(2 / previous);
      case GLOROT -> normal * Math.sqrt(2 / (previous + units));
      case NORMAL -> normal * 0.01;
      case ZEROS -> 0;
    };
  }
}
