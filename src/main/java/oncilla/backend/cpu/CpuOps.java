package oncilla.backend.cpu;

import static oncilla.backend.cpu.CpuTensor.own;
import static oncilla.backend.cpu.CpuTensor.reals;

import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.InputTransform;
import oncilla.backend.LossWeights;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;

/**
 * The operations over native memory. Products ({@link ParallelGemm}) and sums of the kind y + αx
 * ({@link Axpy}) are OpenBLAS's, in the precision of the backend. The rest is a loop that all cores
 * share ({@link ElementwiseLoops}, {@link ReductionLoops}, {@link DropoutLoops}, {@link
 * GatherLoop}): each element is computed in double and rounded once, when it is stored.
 *
 * <p>Each method makes what it needs to run many times (loops, room for partial sums) and hands a
 * closure to {@link CpuBackend#submit}. A run allocates nothing that grows with the tensors.
 */
final class CpuOps implements Ops {
  private final CpuBackend owner;

  CpuOps(CpuBackend owner) {
    this.owner = owner;
  }

  @Override
  public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
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
    submit(ElementwiseLoops.addRowVector(x, b, y, false));
  }

  /** The default's bits with one pass less over Y. */
  @Override
  public void dense(
      Tensor x, Tensor w, Tensor b, Activation f, Optional<Dropout> dropout, Tensor y) {
    matmul(MatmulForm.NT, 1, x, w, y);
    submit(ElementwiseLoops.addRowVector(y, b, y, f == Activation.RELU));
    if (f != Activation.IDENTITY && f != Activation.RELU) {
      activate(f, y, y);
    }
    dropout.ifPresent(it -> dropout(it, y, y));
  }

  @Override
  public void columnSum(double alpha, Tensor x, Tensor sum) {
    owner.submit(ReductionLoops.columnSum(alpha, x, sum));
  }

  @Override
  public void activate(Activation f, Tensor z, Tensor a) {
    submit(ElementwiseLoops.activate(f, z, a));
  }

  @Override
  public void activateBackward(
      Activation f, Tensor da, Tensor a, Optional<Dropout> dropout, Tensor dz) {
    submit(
        dropout.isPresent()
            ? ElementwiseLoops.activateBackward(f, da, a, dropout.get(), dz)
            : ElementwiseLoops.activateBackward(f, da, a, dz));
  }

  @Override
  public void drawMask(Dropout dropout) {
    submit(DropoutLoops.mask(dropout));
  }

  @Override
  public void applyMask(Dropout dropout, Tensor x, Tensor y) {
    submit(DropoutLoops.apply(dropout, x, y));
  }

  @Override
  public void l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
    owner.submit(ReductionLoops.l2Penalty(coefficient, weights, penalty));
  }

  @Override
  public void addScaled(double alpha, Tensor x, Tensor y) {
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
      long examples,
      Tensor logits,
      Tensor labels,
      LossWeights weights,
      Tensor penalty,
      StepState state,
      Tensor cost,
      Tensor dLogits) {
    owner.submit(
        ReductionLoops.crossEntropy(
            examples, logits, labels, weights, penalty, state, cost, dLogits));
  }

  @Override
  public void update(UpdateRule rule, ParameterUpdate update, StepState state) {
    if (update.decay() != 0) {
      addScaled(update.decay(), update.weights(), update.weightGradients());
    }
    owner.submit(UpdateLoops.of(rule, update, state));
  }

  @Override
  public void gather(
      Tensor source, Tensor indices, StepState state, InputTransform transform, Tensor out) {
    submit(GatherLoop.of(source, indices, state, transform, out));
  }

  @Override
  public void advance(StepState state, long rows, long totalRows) {
    CpuState counters = new CpuState(state);
    owner.submit(() -> counters.advance(rows, totalRows));
  }

  private void submit(SharedLoop loop) {
    owner.submit(loop::run);
  }
}
