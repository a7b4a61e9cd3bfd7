package oncilla.backend.cpu;

import static oncilla.backend.cpu.CpuTensor.own;
import static oncilla.backend.cpu.CpuTensor.reals;

import oncilla.backend.DropoutMask;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.OpShapes;
import oncilla.backend.Ops;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;

/**
 * The operations over native memory. Products ({@link ParallelGemm}) and sums of the kind y + αx
 * ({@link Axpy}) are OpenBLAS's, in the precision of the backend. The rest is a loop that all cores
 * share ({@link ElementwiseLoops}, {@link ReductionLoops}, {@link DropoutLoops}): each element is
 * computed in double and rounded once, when it is stored.
 *
 * <p>Each method checks its arguments, makes what it needs to run many times (loops, room for
 * partial sums) and hands a closure to {@link CpuBackend#submit}. A run allocates nothing that
 * grows with the tensors.
 */
final class CpuOps implements Ops {
  private final CpuBackend owner;

  CpuOps(CpuBackend owner) {
    this.owner = owner;
  }

  @Override
  public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
    OpShapes.matmul(owner, form, a, b, c);
    MatmulDims dims = MatmulDims.of(form, a.shape(), b.shape());
    ParallelGemm product =
        new ParallelGemm(form, dims, alpha, reals(a), reals(b), reals(c), owner.precision());
    owner.submit(
        () -> {
          own(a);
          own(b);
          own(c);
          product.run();
        });
  }

  @Override
  public void addRowVector(Tensor x, Tensor b, Tensor y) {
    OpShapes.addRowVector(owner, x, b, y);
    submit(ElementwiseLoops.addRowVector(x, b, y, false));
  }

  /** The default's bits with one pass less over Z. */
  @Override
  public void denseRelu(Tensor x, Tensor w, Tensor b, Tensor a) {
    matmul(MatmulForm.NT, 1, x, w, a);
    OpShapes.addRowVector(owner, a, b, a);
    submit(ElementwiseLoops.addRowVector(a, b, a, true));
  }

  @Override
  public void columnSum(double alpha, Tensor x, Tensor sum) {
    OpShapes.columnSum(owner, x, sum);
    owner.submit(ReductionLoops.columnSum(alpha, x, sum));
  }

  @Override
  public void relu(Tensor z, Tensor a) {
    OpShapes.map(owner, "relu", z, a);
    submit(ElementwiseLoops.relu(z, a));
  }

  @Override
  public void reluBackward(Tensor da, Tensor a, Tensor dz) {
    OpShapes.zip(owner, "reluBackward", da, a, dz);
    submit(ElementwiseLoops.reluBackward(da, a, dz));
  }

  @Override
  public void sigmoid(Tensor z, Tensor a) {
    OpShapes.map(owner, "sigmoid", z, a);
    submit(ElementwiseLoops.sigmoid(z, a));
  }

  @Override
  public void sigmoidBackward(Tensor da, Tensor a, Tensor dz) {
    OpShapes.zip(owner, "sigmoidBackward", da, a, dz);
    submit(ElementwiseLoops.sigmoidBackward(da, a, dz));
  }

  @Override
  public void dropoutMask(DropoutMask spec, StepState state, Tensor mask) {
    OpShapes.dropoutMask(owner, state, mask);
    submit(DropoutLoops.mask(spec, state, mask));
  }

  @Override
  public void dropout(Tensor x, Tensor mask, double keepProbability, Tensor y) {
    OpShapes.dropout(owner, x, mask, keepProbability, y);
    submit(DropoutLoops.apply(x, mask, keepProbability, y));
  }

  @Override
  public void l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
    OpShapes.l2Penalty(owner, weights, penalty);
    owner.submit(ReductionLoops.l2Penalty(coefficient, weights, penalty));
  }

  @Override
  public void addScaled(double alpha, Tensor x, Tensor y) {
    OpShapes.map(owner, "addScaled", x, y);
    Axpy sum = new Axpy(reals(x), reals(y), y.shape().size());
    owner.submit(
        () -> {
          own(x);
          own(y);
          sum.run(alpha);
        });
  }

  @Override
  public void crossEntropy(
      Tensor logits, Tensor labels, Tensor penalty, StepState state, Tensor cost, Tensor dLogits) {
    OpShapes.crossEntropy(owner, logits, labels, penalty, state, cost, dLogits);
    owner.submit(ReductionLoops.crossEntropy(logits, labels, penalty, state, cost, dLogits));
  }

  @Override
  public void gradientDescent(Tensor parameters, Tensor gradients, StepState state) {
    OpShapes.gradientDescent(owner, parameters, gradients, state);
    Axpy update = new Axpy(reals(gradients), reals(parameters), parameters.shape().size());
    CpuState counters = new CpuState(state);
    owner.submit(
        () -> {
          own(parameters);
          own(gradients);
          if (counters.isGood()) {
            update.run(-counters.learningRate());
          }
        });
  }

  @Override
  public void gather(Tensor source, Tensor indices, StepState state, double divisor, Tensor out) {
    OpShapes.gather(owner, source, indices, state, divisor, out);
    submit(ElementwiseLoops.gather(source, indices, state, divisor, out));
  }

  @Override
  public void advance(StepState state, long batchRows, long totalRows) {
    OpShapes.advance(owner, state, batchRows, totalRows);
    CpuState counters = new CpuState(state);
    owner.submit(() -> counters.advance(batchRows, totalRows));
  }

  private void submit(SharedLoop loop) {
    owner.submit(loop::run);
  }
}
