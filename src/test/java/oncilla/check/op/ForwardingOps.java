package oncilla.check.op;

import oncilla.backend.DropoutMask;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;

/**
 * Hands operations on, those of a dense layer included. The larger composites run their body on
 * this, so that what a test makes wrong is wrong in them too.
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
  public void relu(Tensor z, Tensor a) {
    to.relu(z, a);
  }

  @Override
  public void reluBackward(Tensor da, Tensor a, Tensor dz) {
    to.reluBackward(da, a, dz);
  }

  @Override
  public void sigmoid(Tensor z, Tensor a) {
    to.sigmoid(z, a);
  }

  @Override
  public void sigmoidBackward(Tensor da, Tensor a, Tensor dz) {
    to.sigmoidBackward(da, a, dz);
  }

  @Override
  public void dropoutMask(DropoutMask spec, StepState state, Tensor mask) {
    to.dropoutMask(spec, state, mask);
  }

  @Override
  public void dropout(Tensor x, Tensor mask, double keepProbability, Tensor y) {
    to.dropout(x, mask, keepProbability, y);
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
      Tensor logits, Tensor labels, Tensor penalty, StepState state, Tensor cost, Tensor dLogits) {
    to.crossEntropy(logits, labels, penalty, state, cost, dLogits);
  }

  @Override
  public void gradientDescent(Tensor parameters, Tensor gradients, StepState state) {
    to.gradientDescent(parameters, gradients, state);
  }

  @Override
  public void gather(Tensor source, Tensor indices, StepState state, double divisor, Tensor out) {
    to.gather(source, indices, state, divisor, out);
  }

  @Override
  public void advance(StepState state, long batchRows, long totalRows) {
    to.advance(state, batchRows, totalRows);
  }

  @Override
  public void dense(Tensor x, Tensor w, Tensor b, Tensor z) {
    to.dense(x, w, b, z);
  }

  @Override
  public void denseRelu(Tensor x, Tensor w, Tensor b, Tensor a) {
    to.denseRelu(x, w, b, a);
  }

  @Override
  public void denseBackward(Tensor dz, Tensor x, Tensor dw, Tensor db) {
    to.denseBackward(dz, x, dw, db);
  }

  @Override
  public void denseBackwardInput(Tensor dz, Tensor w, Tensor dx) {
    to.denseBackwardInput(dz, w, dx);
  }
}
