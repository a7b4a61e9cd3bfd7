package oncilla.backend.opencl.runtime;

import java.util.Optional;
import java.util.function.Consumer;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.InputTransform;
import oncilla.backend.LossWeights;
import oncilla.backend.MatmulForm;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.backend.UpdateRule;
import oncilla.backend.opencl.matmul.MatmulCall;
import oncilla.backend.opencl.matmul.MatmulCall.Epilogue;
import oncilla.backend.verification.Exercise;
import oncilla.backend.verification.Exercise.Plain.Kind;
import oncilla.backend.verification.FusedParts;

/**
 * Operations whose kernels are verified before they are used: each call says what the operation is
 * verified with, and goes on where that held. A product whose kernel is wrong is computed by
 * another variant, a composite by its default body; where nothing right is left, the call is
 * refused.
 */
final class VerifiedOps implements FusedParts {
  private final OpenClOps ops;
  private final Verification verification;

  /**
   * The same operations as {@code ops}.
   *
   * @param verification decides, for the sink that they go to
   */
  VerifiedOps(OpenClOps ops, Verification verification) {
    this.ops = ops;
    this.verification = verification;
  }

  @Override
  public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
    MatmulCall call = ops.product(form, alpha, a, b, c);
    Exercise.Product exercise = new Exercise.Product(form, call.dims());
    verification
        .variant(call, exercise)
        .orElseThrow(() -> verification.refusal(call, exercise))
        .submit(call, verification.sink());
  }

  @Override
  public void dense(
      Tensor x, Tensor w, Tensor b, Activation f, Optional<Dropout> dropout, Tensor y) {
    MatmulCall call = ops.layer(x, w, b, f, dropout, y);
    Exercise.Layer exercise =
        new Exercise.Layer(call.dims(), f, call.epilogue() == Epilogue.LAYER_WITH_DROPOUT);
    verification
        .variant(call, exercise)
        .ifPresentOrElse(
            variant -> variant.submit(call, verification.sink()),
            () -> FusedParts.super.dense(x, w, b, f, dropout, y));
  }

  @Override
  public void addRowVector(Tensor x, Tensor b, Tensor y) {
    plain(Kind.ADD_ROW_VECTOR, y.shape(), it -> it.addRowVector(x, b, y));
  }

  @Override
  public void columnSum(double alpha, Tensor x, Tensor sum) {
    plain(Kind.COLUMN_SUM, x.shape(), it -> it.columnSum(alpha, x, sum));
  }

  @Override
  public void activate(Activation f, Tensor z, Tensor a) {
    verification.run(
        new Exercise.Activating(f, a.shape(), false, false), it -> it.activate(f, z, a));
  }

  @Override
  public void activateBackward(
      Activation f, Tensor da, Tensor a, Optional<Dropout> dropout, Tensor dz) {
    verification.run(
        new Exercise.Activating(f, dz.shape(), true, dropout.isPresent()),
        it -> it.activateBackward(f, da, a, dropout, dz));
  }

  @Override
  public void layerBackward(
      double scale, Activation f, Optional<Dropout> dropout, Tensor gradient, Tensor y, Tensor db) {
    if (f == Activation.IDENTITY && dropout.isEmpty()) {
      FusedParts.layerBackward(this, scale, f, dropout, gradient, y, db);
      return;
    }
    fused(
        new Exercise.LayerBackward(gradient.shape(), f, dropout.isPresent()),
        it -> it.layerBackward(scale, f, dropout, gradient, y, db),
        () -> FusedParts.layerBackward(this, scale, f, dropout, gradient, y, db));
  }

  @Override
  public void drawMask(Dropout dropout) {
    plain(Kind.DRAW_MASK, dropout.mask().shape(), it -> it.drawMask(dropout));
  }

  @Override
  public void dropout(Dropout dropout, Tensor x, Tensor y) {
    fused(
        new Exercise.Plain(Kind.DROPOUT, y.shape()),
        it -> it.dropout(dropout, x, y),
        () -> FusedParts.super.dropout(dropout, x, y));
  }

  @Override
  public void applyMask(Dropout dropout, Tensor x, Tensor y) {
    plain(Kind.APPLY_MASK, y.shape(), it -> it.applyMask(dropout, x, y));
  }

  @Override
  public void l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
    plain(Kind.L2_PENALTY, weights.shape(), it -> it.l2Penalty(coefficient, weights, penalty));
  }

  @Override
  public void addScaled(double alpha, Tensor x, Tensor y) {
    plain(Kind.ADD_SCALED, y.shape(), it -> it.addScaled(alpha, x, y));
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
    verification.run(
        new Exercise.CrossEntropy(logits.shape().size()),
        it -> it.crossEntropy(examples, logits, labels, weights, penalty, state, cost, dLogits));
  }

  @Override
  public void update(UpdateRule rule, ParameterUpdate update, StepState state) {
    decay(update);
    verification.run(
        new Exercise.Update(
            rule,
            update.parameters().shape().size(),
            update.decay() > 0,
            update.clipping().isPresent()),
        it -> it.update(rule, update, state));
  }

  /** An L2 term that is added in a launch of its own is an operation of its own. */
  private void decay(ParameterUpdate update) {
    if (OpenClOps.decaysApart(update)) {
      verification.require(
          new Exercise.Plain(Kind.ADD_SCALED, update.weights().shape()),
          it -> it.addScaled(update.decay(), update.weights(), update.weightGradients()));
    }
  }

  @Override
  public void gather(
      Tensor source, Tensor indices, StepState state, InputTransform transform, Tensor out) {
    verification.run(
        new Exercise.Gather(
            source.type(),
            out.shape(),
            transform.standardization().isPresent(),
            transform.augmentation(),
            transform.staged()),
        it -> it.gather(source, indices, state, transform, out));
  }

  @Override
  public void advance(StepState state, long rows, long totalRows) {
    verification.run(new Exercise.Advance(), it -> it.advance(state, rows, totalRows));
  }

  @Override
  public void pass(TrainingPass pass) {
    OpenClOps.pass(pass, this, NarrowLayers.of(pass).filter(this::trusted));
  }

  private boolean trusted(NarrowLayers narrow) {
    TrainingPass tail = narrow.pass();
    return verification.trusts(narrow.exercise(), it -> it.tail(tail));
  }

  @Override
  public void tail(TrainingPass pass) {
    if (trusted(NarrowLayers.behindFirst(pass))) {
      ops.tail(pass);
    } else {
      FusedParts.tail(this, pass);
    }
  }

  @Override
  public void descendAndAdvance(
      ParameterUpdate update, StepState state, long rows, long totalRows) {
    decay(update);
    long size = update.parameters().shape().size();
    fused(
        new Exercise.LastUpdate(size, update.decay() > 0),
        it -> it.descendAndAdvance(update, state, rows, totalRows),
        () -> {
          update(new UpdateRule.GradientDescent(), update, state);
          advance(state, rows, totalRows);
        });
  }

  /** Calls what computes a composite at once where its kernel is right, and its parts elsewhere. */
  private void fused(Exercise exercise, Consumer<OpenClOps> whole, Runnable parts) {
    if (verification.trusts(exercise, whole)) {
      whole.accept(ops);
    } else {
      parts.run();
    }
  }

  private void plain(Kind kind, Shape shape, Consumer<OpenClOps> call) {
    verification.run(new Exercise.Plain(kind, shape), call);
  }
}
