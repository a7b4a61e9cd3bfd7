package oncilla.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.nn.Initialization.Scheme;
import org.junit.jupiter.api.Test;

class ParameterMemoryTest {
  private static final Network NETWORK = Network.classifier(3, List.of(4, 2));

  @Test
  void whatGoesInComesOut() {
    Parameters start = Initialization.of(Scheme.HE).draw(NETWORK, 1);
    start.layers().get(1).bias()[1] = 7;
    try (Backend backend = EjmlBackend.reference(Precision.FP64);
        Arena arena = backend.newArena()) {
      ParameterMemory memory = ParameterMemory.allocate(backend, arena, NETWORK);
      memory.upload(start);
      Parameters end = memory.download();
      for (int l = 0; l < 3; l++) {
        assertArrayEquals(start.layers().get(l).weights(), end.layers().get(l).weights());
        assertArrayEquals(start.layers().get(l).bias(), end.layers().get(l).bias());
      }
      assertEquals(Shape.of(2, 4), memory.weights(2).shape());
      assertEquals(Shape.vector(2), memory.bias(2).shape());
      assertThrows(
          IllegalArgumentException.class,
          () ->
              memory.upload(
                  Initialization.of(Scheme.HE).draw(Network.classifier(3, List.of(4)), 1)));
    }
  }

  @Test
  void allWeightsAreOneSpanWithoutBiases() {
    Parameters start = Initialization.of(Scheme.HE).draw(NETWORK, 1);
    double squares = 0;
    for (Parameters.LayerParameters layer : start.layers()) {
      java.util.Arrays.fill(layer.bias(), 100);
      for (double weight : layer.weights()) {
        squares += weight * weight;
      }
    }
    try (Backend backend = EjmlBackend.reference(Precision.FP64);
        Arena arena = backend.newArena()) {
      ParameterMemory memory = ParameterMemory.allocate(backend, arena, NETWORK);
      memory.upload(start);
      Tensor penalty = arena.allocate(ElementType.REAL, Shape.of(1, 1));
      backend.ops().l2Penalty(1, memory.allWeights(), penalty);
      double[] sum = new double[1];
      backend.download(penalty, sum);
      assertEquals(squares, sum[0], 1e-12);
      assertEquals(
          ParameterMemory.layout(NETWORK, Precision.FP64).size(), memory.all().shape().size());
    }
  }
}
