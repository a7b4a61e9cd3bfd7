package oncilla.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.ForwardingBackend;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.check.verification.ForwardingOps;
import oncilla.data.Dataset;
import oncilla.nn.Dense;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.train.TrainingStep;

/**
 * One training step on a backend in fp32, with the activations that it computed itself: they get
 * memory of their own, which nothing else is written to.
 *
 * @param cost J before the update
 * @param gradients with the L2 term
 * @param after the parameters after the update
 * @param active the units that were active
 */
record ObservedStep(double cost, Parameters gradients, Parameters after, ActiveUnits active) {

  /** Runs it at the point's parameters. */
  static ObservedStep run(Backend backend, PathPoint point, Dataset data) {
    try (Arena arena = backend.newArena()) {
      List<Tensor> outputs = new ArrayList<>();
      for (Dense layer : hidden(point)) {
        Tensor output = arena.allocate(ElementType.REAL, Shape.of(point.rows(), layer.outputs()));
        double[] unwritten = new double[point.rows() * layer.outputs()];
        Arrays.fill(unwritten, Double.NaN);
        backend.upload(unwritten, output);
        outputs.add(output);
      }
      try (TrainingStep step =
          TrainingStep.prepare(
              new Observing(backend, outputs),
              point.network(),
              data,
              point.parameters(),
              point.run().config())) {
        step.run();
        double cost = step.readCost().cost();
        return new ObservedStep(
            cost,
            step.gradients(),
            step.parameters(),
            ActiveUnits.of(activations(backend, point, outputs)));
      }
    }
  }

  private static List<Dense> hidden(PathPoint point) {
    return point.network().layers().subList(0, point.network().depth() - 1);
  }

  private static List<double[]> activations(
      Backend backend, PathPoint point, List<Tensor> outputs) {
    List<double[]> activations = new ArrayList<>();
    for (int l = 0; l < outputs.size(); l++) {
      double[] values = new double[Math.toIntExact(outputs.get(l).shape().size())];
      backend.download(outputs.get(l), values);
      if (l > 0 && Arrays.stream(values).allMatch(Double::isNaN)) {
        Dense dense = point.network().layers().get(l);
        values =
            narrow(dense, point.parameters().layers().get(l), activations.get(l - 1), point.rows());
      }
      if (Arrays.stream(values).anyMatch(Double::isNaN)) {
        throw new AssertionError("A" + (l + 1) + " was not computed where it was asked for");
      }
      activations.add(values);
    }
    return activations;
  }

  /**
   * Z of a narrow layer as {@code narrow.cl} computes it without writing it: a chain of fused
   * multiply-adds that begins with the bias. So the bits are the kernel's.
   */
  private static double[] narrow(
      Dense dense, LayerParameters layer, double[] activations, int rows) {
    int k = dense.inputs();
    int n = dense.outputs();
    double[] result = new double[rows * n];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j++) {
        float z = (float) layer.bias()[j];
        for (int t = 0; t < k; t++) {
          z = Math.fma((float) activations[i * k + t], (float) layer.weights()[j * k + t], z);
        }
        result[i * n + j] = Math.max(z, 0);
      }
    }
    return result;
  }

  /** Gives the hidden layers of a pass other tensors for their activations. */
  private static final class Observing extends ForwardingBackend {
    private final List<Tensor> outputs;

    Observing(Backend to, List<Tensor> outputs) {
      super(to);
      this.outputs = outputs;
    }

    @Override
    public Plan record(Consumer<Ops> program, Set<Tensor> constants) {
      return super.record(
          ops ->
              program.accept(
                  new ForwardingOps(ops) {
                    @Override
                    public void pass(TrainingPass pass) {
                      ops.pass(observed(pass));
                    }
                  }),
          constants);
    }

    private TrainingPass observed(TrainingPass pass) {
      List<TrainingPass.Layer> layers = new ArrayList<>();
      for (int l = 1; l <= pass.depth(); l++) {
        TrainingPass.Layer layer = pass.layer(l);
        layers.add(
            l == pass.depth()
                ? layer
                : new TrainingPass.Layer(
                    layer.weights(),
                    layer.bias(),
                    layer.activation(),
                    layer.dropout(),
                    outputs.get(l - 1),
                    layer.gradient(),
                    layer.weightGradient(),
                    layer.biasGradient()));
      }
      return new TrainingPass(pass.input(), layers, pass.loss(), pass.end());
    }
  }
}
