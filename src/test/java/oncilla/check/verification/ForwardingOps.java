package oncilla.check.verification;

import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.InputTransform;
import oncilla.backend.LossWeights;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;

/**
 * Hands operations on, those of a dense layer's forward pass and of the gradient for its input
 * included. The other composites run their body on this, so that what a test makes wrong is wrong
 * in them too.
 */
public class ForwardingOps implements Ops {
  private final Ops to;

  public ForwardingOps(Ops to) {
    this.to = to;
  }

  @Override
  public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
    to.matmul(form, alpha, a, b, c);
  }

  @Override
  public void addRowVector(Tensor x, Tensor b, Tensor y) {
    to.addRowVector(x, b, y);
  }

  @Override
  public void columnSum(double alpha, Tensor x, Tensor sum) {
    to.columnSum(alpha, x, sum);
  }

  @Override
  public void activate(Activation f, Tensor z, Tensor a) {
    to.activate(f, z, a);
  }

  @Override
  public void activateBackward(
      Activation f, Tensor da, Tensor a, Optional<Dropout> dropout, Tensor dz) {
    to.activateBackward(f, da, a, dropout, dz);
  }

  @Override
  public void drawMask(Dropout dropout) {
    to.drawMask(dropout);
  }

  @Override
  public void applyMask(Dropout dropout, Tensor x, Tensor y) {
    to.applyMask(dropout, x, y);
  }

  @Override
  public void l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
    to.l2Penalty(coefficient, weights, penalty);
  }

  @Override
  public void addScaled(double alpha, Tensor x, Tensor y) {
    to.addScaled(alpha, x, y);
  }

  @Override
  public void crossEntropy(
      long examples,
      Tensor logits,
      Tensor labels,
      LossWeights weights,
      Tensor penalty,
      StepState state,
      Tensor cost,
      Tensor dLogits) {
    to.crossEntropy(examples, logits, labels, weights, penalty, state, cost, dLogits);
  }

  @Override
  public void update(UpdateRule rule, ParameterUpdate update, StepState state) {
    to.update(rule, update, state);
  }

  @Override
  public void gather(
      Tensor source, Tensor indices, StepState state, InputTransform transform, Tensor out) {
    to.gather(source, indices, state, transform, out);
  }

  @Override
  public void advance(StepState state, long rows, long totalRows) {
    to.advance(state, rows, totalRows);
  }

  @Override
  public void dense(
      Tensor x, Tensor w, Tensor b, Activation f, Optional<Dropout> dropout, Tensor y) {
    to.dense(x, w, b, f, dropout, y);
  }

  @Override
  public void denseBackwardInput(Tensor dz, Tensor w, Tensor dx) {
    to.denseBackwardInput(dz, w, dx);
  }
}
