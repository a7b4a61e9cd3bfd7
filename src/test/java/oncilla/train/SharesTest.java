package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.EveryBackend;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.Dataset;
import oncilla.nn.ActivationLayout;
import oncilla.nn.DropoutLayers;
import oncilla.nn.ForwardPass;
import oncilla.nn.ParameterMemory;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.nn.Regularization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A batch that is computed in uneven shares, on two backends: with the scale of the whole batch and
 * the masks of its own rows each, the sums of the shares are the gradients and the cost of the
 * batch.
 */
class SharesTest {
  private static final int EXAMPLES = 31;
  private static final int FIRST = 20;
  private static final Regularization DROPOUT = new Regularization(0, List.of(0.8, 0.5));

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  /** The rows {@code from} to {@code to} of the batch, on a backend. */
  private static final class Share {
    private final Backend backend;
    private final ParameterMemory gradients;
    private final Tensor cost;

    Share(Backend backend, Arena arena, Dataset data, int from, int to) {
      this.backend = backend;
      int rows = to - from;
      int columns = data.features().columns();
      double[] values = new double[rows * columns];
      data.features().copyRows(from, to, values);
      Tensor input = arena.allocate(ElementType.REAL, Shape.of(rows, columns));
      backend.upload(values, input);
      double[] targets = new double[rows];
      Arrays.setAll(targets, i -> data.labels()[from + i]);
      Tensor labels = arena.allocate(ElementType.REAL, Shape.of(rows, 1));
      backend.upload(targets, labels);
      ParameterMemory parameters = ParameterMemory.allocate(backend, arena, SmallCase.NETWORK);
      parameters.upload(SmallCase.start());
      gradients = ParameterMemory.allocate(backend, arena, SmallCase.NETWORK);
      cost = arena.allocate(ElementType.REAL, Shape.of(1, 2));
      StepState state = StepState.allocate(arena, new StepState.Position(5, 0, 0), 0.1);
      ForwardPass forward =
          new ForwardPass(
              SmallCase.NETWORK,
              parameters,
              ActivationLayout.forTraining(backend, SmallCase.NETWORK, rows).allocate(arena),
              DropoutLayers.allocate(arena, SmallCase.NETWORK, DROPOUT, 3, state, from, rows));
      TrainingPass.Loss loss =
          new TrainingPass.Loss(
              labels, EXAMPLES, arena.allocate(ElementType.REAL, Shape.of(1, 1)), state, cost);
      backend.ops().pass(forward.training(gradients, input, loss, Optional.empty()));
    }

    double cost() {
      double[] costs = new double[2];
      backend.download(cost, costs);
      return costs[0];
    }

    double[] gradients() {
      List<double[]> all = new ArrayList<>();
      for (LayerParameters layer : gradients.download().layers()) {
        all.add(layer.weights());
        all.add(layer.bias());
      }
      return all.stream().flatMapToDouble(DoubleStream::of).toArray();
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void sharesOnTwoBackendsAddUpToTheBatch(EveryBackend every) {
    Dataset data = SmallCase.table(EXAMPLES);
    try (Backend reference = EjmlBackend.reference(Precision.FP64);
        Backend backend = every.open();
        Arena there = reference.newArena();
        Arena here = backend.newArena()) {
      Share whole = new Share(reference, there, data, 0, EXAMPLES);
      Share first = new Share(backend, here, data, 0, FIRST);
      Share second = new Share(reference, there, data, FIRST, EXAMPLES);
      ParameterMemory copied = ParameterMemory.allocate(backend, here, SmallCase.NETWORK);
      double shareCost = first.cost() + second.cost();
      copied.copy(second.gradients);
      backend.ops().addScaled(1, copied.all(), first.gradients.all());
      double bound = every.precision() == Precision.FP64 ? 1e-13 : 1e-6;
      assertEquals(whole.cost(), shareCost, bound);
      assertArrayEquals(whole.gradients(), first.gradients(), bound);
      assertTrue(DoubleStream.of(whole.gradients()).anyMatch(g -> Math.abs(g) > 0.01));
    }
  }
}
