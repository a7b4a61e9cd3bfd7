package oncilla.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.backend.cpu.CpuBackend;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.optim.GradientDescent;
import oncilla.random.NumpyRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forward, backward and update: recorded or not, in one slab or in many, the bits are the same. */
class PassesTest {
  private static final Network NETWORK = Network.classifier(7, List.of(6, 5, 4));
  private static final Regularization REGULARIZATION =
      new Regularization(0, List.of(0.5, 1.0, 0.8));
  private static final int ROWS = 9;
  private static final int STEPS = 3;

  @ParameterizedTest
  @EnumSource
  void recordedEqualsImmediate(Precision precision) {
    assertArrayEquals(
        train(precision, false, Long.MAX_VALUE), train(precision, true, Long.MAX_VALUE));
  }

  @Test
  void sharedMemoryChangesNothing() {
    long justOneTensor = BlockLayout.padded(ROWS * 6, Double.BYTES);
    assertArrayEquals(
        train(Precision.FP64, true, Long.MAX_VALUE), train(Precision.FP64, true, justOneTensor));
  }

  @Test
  void lookingAtAPreActivationGivesTheSameLogits() {
    try (Backend backend = CpuBackend.open(Precision.FP64);
        Arena arena = backend.newArena()) {
      Pass pass = new Pass(backend, arena, Long.MAX_VALUE);
      pass.forward.submit(backend.ops(), pass.input);
      double[] whole = values(backend, pass.forward.activations().logits());
      for (int layer = 1; layer <= NETWORK.depth(); layer++) {
        pass.forward.submitPreActivation(backend.ops(), layer, pass.input);
        if (layer < NETWORK.depth()) {
          pass.forward.submitActivation(backend.ops(), layer);
        }
      }
      assertArrayEquals(whole, values(backend, pass.forward.activations().logits()));
    }
  }

  @Test
  void slabsAreSplitWhereTheDeviceAsksForIt() {
    long justOneTensor = BlockLayout.padded(ROWS * 6, Double.BYTES);
    ActivationLayout one =
        ActivationLayout.forTraining(NETWORK, ROWS, Double.BYTES, Long.MAX_VALUE);
    ActivationLayout many =
        ActivationLayout.forTraining(NETWORK, ROWS, Double.BYTES, justOneTensor);
    assertEquals(1, one.placement().slabs().size());
    assertTrue(many.placement().slabs().size() > 2);
  }

  private static double[] train(Precision precision, boolean recorded, long largestSlab) {
    try (Backend backend = CpuBackend.open(precision);
        Arena arena = backend.newArena()) {
      Pass pass = new Pass(backend, arena, largestSlab);
      if (recorded) {
        try (Plan plan = backend.record(pass::submit)) {
          for (int step = 0; step < STEPS; step++) {
            plan.run();
          }
        }
      } else {
        for (int step = 0; step < STEPS; step++) {
          pass.submit(backend.ops());
        }
      }
      List<Double> all = new ArrayList<>();
      for (LayerParameters layer : pass.forward.parameters().download().layers()) {
        DoubleStream.of(layer.weights()).forEach(all::add);
        DoubleStream.of(layer.bias()).forEach(all::add);
      }
      DoubleStream.of(values(backend, pass.cost)).forEach(all::add);
      return all.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  private static double[] values(Backend backend, Tensor tensor) {
    double[] values = new double[(int) tensor.shape().size()];
    backend.download(tensor, values);
    return values;
  }

  /** A step over random data. */
  private static final class Pass {
    private final Tensor input;
    private final Tensor cost;
    private final ForwardPass forward;
    private final TrainingPass training;

    Pass(Backend backend, Arena arena, long largestSlab) {
      input = arena.allocate(ElementType.REAL, Shape.of(ROWS, NETWORK.inputs()));
      backend.upload(new NumpyRandom(2).normals(ROWS * NETWORK.inputs()), input);
      Tensor labels = arena.allocate(ElementType.REAL, Shape.of(ROWS, 1));
      backend.upload(new double[] {1, 0, 0, 1, 1, 0, 1, 0, 1}, labels);
      Tensor penalty = arena.allocate(ElementType.REAL, Shape.of(1, 1));
      cost = arena.allocate(ElementType.REAL, Shape.of(1, 2));
      StepState state = StepState.allocate(arena, 0.5);
      ParameterMemory parameters = ParameterMemory.allocate(backend, arena, NETWORK);
      parameters.upload(Initialization.of(Scheme.HE).draw(NETWORK, 3));
      ParameterMemory gradients = ParameterMemory.allocate(backend, arena, NETWORK);
      Activations activations =
          ActivationLayout.forTraining(NETWORK, ROWS, backend.precision().bytes(), largestSlab)
              .allocate(arena);
      DropoutLayers dropout =
          DropoutLayers.allocate(arena, NETWORK, REGULARIZATION, 3, state, ROWS);
      forward = new ForwardPass(NETWORK, parameters, activations, dropout);
      GradientDescent descent = new GradientDescent();
      training =
          forward.training(
              gradients,
              input,
              new TrainingPass.Loss(labels, ROWS, penalty, state, cost),
              Optional.of(
                  new TrainingPass.End(
                      descent.rule(),
                      descent.update(parameters, gradients, List.of(), 0, Optional.empty()),
                      ROWS,
                      ROWS)));
    }

    void submit(Ops ops) {
      ops.pass(training);
    }
  }
}
