package oncilla.nn;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.ejml.EjmlBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegularizationTest {
  private static final Network TWO_HIDDEN = Network.classifier(2, List.of(3, 3));

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void badLambdasAreRefused(double lambda) {
    assertThrows(IllegalArgumentException.class, () -> Regularization.l2(lambda));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1.1, Double.NaN, 1 - 0x1p-40})
  void badProbabilitiesAreRefused(double keep) {
    assertThrows(IllegalArgumentException.class, () -> new Regularization(0, List.of(0.5, keep)));
  }

  @Test
  void everyAcceptedProbabilityHasAThreshold() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      Arena arena = backend.newArena();
      StepState state = StepState.allocate(arena, 0.1);
      Tensor mask = arena.allocate(ElementType.U8, Shape.of(1, 1));
      for (double keep : new double[] {Double.MIN_VALUE, 0.86, 1 - 0x1p-32}) {
        double accepted = new Regularization(0, List.of(keep)).keepProbability(1);
        assertDoesNotThrow(() -> new Dropout(0, 1, accepted, 0, state, mask));
      }
    }
  }

  @Test
  void oneProbabilityStandsForAllLayers() {
    Regularization one = new Regularization(0, List.of(0.8));
    one.requireFit(TWO_HIDDEN);
    assertEquals(0.8, one.keepProbability(1));
    assertEquals(0.8, one.keepProbability(2));
    Regularization each = new Regularization(0, List.of(0.8, 1.0));
    each.requireFit(TWO_HIDDEN);
    assertEquals(1, each.keepProbability(2));
    assertTrue(each.hasDropout());
    assertFalse(Regularization.none().hasDropout());
  }

  @Test
  void countsMustFitTheNetwork() {
    Regularization three = new Regularization(0, List.of(0.8, 0.8, 0.8));
    assertThrows(IllegalArgumentException.class, () -> three.requireFit(TWO_HIDDEN));
    assertThrows(IllegalArgumentException.class, () -> new Regularization(0, List.of()));
    Network logistic = Network.classifier(2, List.of());
    Regularization.none().requireFit(logistic);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Regularization(0, List.of(0.5)).requireFit(logistic));
  }
}
