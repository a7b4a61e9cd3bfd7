package oncilla.check.op;

import oncilla.backend.Activation;
import oncilla.backend.Shape;

/**
 * Numbers for a forward pass through narrow layers that lie on a grid which fp32 holds, with biases
 * between its points: no pre-activation is so near to 0 that another order of a sum changes its
 * sign, and with it a whole gradient.
 */
final class TailGrid {
  /** Of what the first layer gives; a layer makes it 16 times finer. */
  private static final double STEP = 0.25;

  private static final double FINER = 16;
  private static final double WEIGHTS = 8;

  private TailGrid() {}

  /** What the first layer gives. */
  static double[] output(Shape shape, Activation f) {
    double[] output = Inputs.signed(shape, 94);
    for (int i = 0; i < output.length; i++) {
      double onGrid = Math.rint(output[i] / STEP) * STEP;
      output[i] = f == Activation.RELU ? Math.max(0, onGrid) : Math.tanh(onGrid);
    }
    return output;
  }

  /** Moves the parameters of all layers but the first onto the grid. */
  static void fit(double[][] weights, double[][] biases) {
    double step = STEP;
    for (int l = 1; l < weights.length; l++) {
      step /= FINER;
      for (int i = 0; i < weights[l].length; i++) {
        weights[l][i] = Math.rint(WEIGHTS * weights[l][i]) / WEIGHTS;
      }
      for (int i = 0; i < biases[l].length; i++) {
        biases[l][i] = (2 * Math.rint(biases[l][i] / (2 * step)) + 1) * step;
      }
    }
  }
}
