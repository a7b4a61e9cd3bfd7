package oncilla.backend.verification;

import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;

/**
 * Operations of a backend that has kernels for parts of composites. Each part is verified by
 * itself; its body in terms of {@link Ops} is its specification, and what replaces it where its
 * kernel is wrong.
 */
public interface FusedParts extends Ops {
  /**
   * {@link Ops#denseBackward} without the product: dZ in place, and db = scale · Σ_rows dZ.
   *
   * @param gradient {@code m × n}, modified
   * @param db {@code 1 × n}, modified
   */
  void layerBackward(
      double scale, Activation f, Optional<Dropout> dropout, Tensor gradient, Tensor y, Tensor db);

  /**
   * The end of a pass behind its first layer, whose output is given: forward through the other
   * layers, the cost, and back to all their gradients, to dZ of the first layer and to the gradient
   * of its bias.
   */
  void tail(TrainingPass pass);

  /** Plain descent, then {@link Ops#advance}. */
  void descendAndAdvance(ParameterUpdate update, StepState state, long rows, long totalRows);

  /** Activation, dropout and the sum for the bias in one pass over the gradient. */
  @Override
  default void denseBackward(
      double scale,
      Activation f,
      Optional<Dropout> dropout,
      Tensor gradient,
      Tensor y,
      Tensor x,
      Tensor dw,
      Tensor db) {
    layerBackward(scale, f, dropout, gradient, y, db);
    matmul(MatmulForm.TN, scale, gradient, x, dw);
  }

  /** What {@link #layerBackward} computes, in terms of {@code ops}. */
  static void layerBackward(
      Ops ops,
      double scale,
      Activation f,
      Optional<Dropout> dropout,
      Tensor gradient,
      Tensor y,
      Tensor db) {
    if (f != Activation.IDENTITY || dropout.isPresent()) {
      ops.activateBackward(f, gradient, y, dropout, gradient);
    }
    ops.columnSum(scale, gradient, db);
  }

  /** What {@link #tail} computes, in terms of {@code ops}. */
  static void tail(Ops ops, TrainingPass pass) {
    pass.forward(ops, 2, pass.depth());
    pass.cost(ops);
    for (int l = pass.depth(); l > 1; l--) {
      TrainingPass.Layer layer = pass.layer(l);
      ops.denseBackward(
          pass.scale(),
          layer.activation(),
          layer.dropout(),
          layer.gradient(),
          layer.output(),
          pass.inputOf(l),
          layer.weightGradient(),
          layer.biasGradient());
      pass.backwardInput(ops, l);
    }
    TrainingPass.Layer base = pass.layer(1);
    layerBackward(
        ops,
        pass.scale(),
        base.activation(),
        base.dropout(),
        base.gradient(),
        base.output(),
        base.biasGradient());
  }
}
