package oncilla.backend.opencl.runtime;

import static oncilla.backend.opencl.launch.OpenClTensor.own;

import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.InputTransform;
import oncilla.backend.LossWeights;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.backend.UpdateRule;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.matmul.MatmulCall;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.verification.FusedParts;

/**
 * Every operation as launches: submits what {@link ElementwiseLaunches}, {@link ReductionLaunches},
 * {@link DropoutLaunches}, {@link GatherLaunches}, {@link NarrowLaunches}, {@link UpdateLaunches}
 * and the chosen {@link MatmulVariant} make.
 */
final class OpenClOps implements FusedParts {
  private final OpenClBackend backend;
  private final Precision precision;
  private final KernelParameters parameters;
  private final LaunchSink sink;
  private final ElementwiseLaunches elementwise;
  private final ReductionLaunches reductions;
  private final DropoutLaunches dropouts;
  private final GatherLaunches gathers;
  private final UpdateLaunches updates;

  OpenClOps(OpenClBackend backend, KernelParameters parameters, LaunchSink sink) {
    this.backend = backend;
    this.precision = backend.precision();
    this.parameters = parameters;
    this.sink = sink;
    this.elementwise = new ElementwiseLaunches(precision, parameters);
    this.reductions = new ReductionLaunches(precision, parameters, sink);
    this.dropouts = new DropoutLaunches(precision, parameters);
    this.gathers = new GatherLaunches(precision, parameters);
    this.updates = new UpdateLaunches(precision, parameters);
  }

  @Override
  public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
    submit(product(form, alpha, a, b, c));
  }

  /**
   * Bias, activation and dropout are applied where the product is stored, which saves a pass over Y
   * for each.
   *
   * <p>That the mask is drawn there was measured on PoCL with 2 cores against the default, in
   * turns: steps of 2,20,3,1 × 211 are 1.06 (fp64) to 1.08 (fp32) times as fast, of 2,200,200,1 ×
   * 2048 1.01 times; those of 12288,20,7,5,1 × 209, 12288,512,128,1 × 256 and 512,1024,1024,1 ×
   * 1024 differ by no more than two equal ones do, which is 3 %. Not timed on a GPU, where a launch
   * takes about 3.4 µs.
   */
  @Override
  public void dense(
      Tensor x, Tensor w, Tensor b, Activation f, Optional<Dropout> dropout, Tensor y) {
    submit(layer(x, w, b, f, dropout, y));
  }

  /** The product that a layer is. */
  MatmulCall layer(
      Tensor x, Tensor w, Tensor b, Activation f, Optional<Dropout> dropout, Tensor y) {
    return product(MatmulForm.NT, 1, x, w, y).layer(own(b), f, dropout);
  }

  /** A product to be made. */
  MatmulCall product(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
    return new MatmulCall(
        form,
        MatmulDims.of(form, a.shape(), b.shape()),
        alpha,
        precision,
        own(a),
        own(b),
        own(c),
        backend.device().computeUnits());
  }

  private void submit(MatmulCall call) {
    variant(call).submit(call, sink);
  }

  /** What computes {@code call} by the table. */
  MatmulVariant variant(MatmulCall call) {
    boolean largeConstant =
        sink.panelMemory().keepsLarge(call.a()) || sink.panelMemory().keepsLarge(call.b());
    return parameters
        .matmul()
        .choose(call.form(), call.dims(), parameters.matmulPrecision(), largeConstant);
  }

  @Override
  public void addRowVector(Tensor x, Tensor b, Tensor y) {
    sink.accept(
        elementwise
            .forEach("add_row_vector", y)
            .integer(y.shape().columns())
            .tensor(own(x))
            .tensor(own(b))
            .tensor(own(y)));
  }

  @Override
  public void columnSum(double alpha, Tensor x, Tensor sum) {
    reductions.columnSum(alpha, x, sum);
  }

  @Override
  public void activate(Activation f, Tensor z, Tensor a) {
    sink.accept(elementwise.activate(f, z, a));
  }

  @Override
  public void activateBackward(
      Activation f, Tensor da, Tensor a, Optional<Dropout> dropout, Tensor dz) {
    sink.accept(elementwise.activateBackward(f, da, a, dropout, dz));
  }

  @Override
  public void layerBackward(
      double scale, Activation f, Optional<Dropout> dropout, Tensor gradient, Tensor y, Tensor db) {
    if (f == Activation.IDENTITY && dropout.isEmpty()) {
      columnSum(scale, gradient, db);
    } else {
      reductions.layerBackward(scale, f, dropout, gradient, y, db);
    }
  }

  @Override
  public void drawMask(Dropout dropout) {
    sink.accept(dropouts.mask(dropout));
  }

  /** The mask is applied where it is drawn, which saves a pass over it and a launch. */
  @Override
  public void dropout(Dropout dropout, Tensor x, Tensor y) {
    sink.accept(dropouts.dropout(dropout, x, y));
  }

  @Override
  public void applyMask(Dropout dropout, Tensor x, Tensor y) {
    sink.accept(
        elementwise
            .forEach("apply_mask", y)
            .real(precision, dropout.keepProbability())
            .tensor(own(x))
            .tensor(own(dropout.mask()))
            .tensor(own(y)));
  }

  @Override
  public void l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
    reductions.l2Penalty(coefficient, weights, penalty);
  }

  @Override
  public void addScaled(double alpha, Tensor x, Tensor y) {
    sink.accept(
        elementwise.forEach("add_scaled", y).real(precision, alpha).tensor(own(x)).changed(own(y)));
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
    reductions.crossEntropy(examples, logits, labels, weights, penalty, state, cost, dLogits);
  }

  @Override
  public void update(UpdateRule rule, ParameterUpdate update, StepState state) {
    long decayed = submitDecay(update);
    update.clipping().ifPresent(it -> reductions.norm(update.gradients(), state, it.norm()));
    sink.accept(updates.update(rule, update, decayed, state));
  }

  /**
   * Submits the gradient of the L2 term, in a launch of its own, where the weights are not the
   * first parameters or the norm of the whole gradient is needed; else that is left to the update.
   *
   * @return for how many of the first parameters the update is to add it
   */
  private long submitDecay(ParameterUpdate update) {
    if (update.decay() == 0) {
      return 0;
    }
    if (decaysApart(update)) {
      addScaled(update.decay(), update.weights(), update.weightGradients());
      return 0;
    }
    return update.weights().shape().size();
  }

  /** Whether the gradient of an L2 term is added in a launch of its own. */
  static boolean decaysApart(ParameterUpdate update) {
    return update.decay() > 0
        && (update.clipping().isPresent()
            || !startsWith(update.parameters(), update.weights())
            || !startsWith(update.gradients(), update.weightGradients()));
  }

  /** Whether {@code part} is the first elements of {@code whole}. */
  private static boolean startsWith(Tensor whole, Tensor part) {
    return own(whole).memory() == own(part).memory()
        && own(whole).offset() == own(part).offset()
        && part.shape().size() <= whole.shape().size();
  }

  @Override
  public void gather(
      Tensor source, Tensor indices, StepState state, InputTransform transform, Tensor out) {
    sink.accept(gathers.gather(source, indices, state, transform, out));
  }

  @Override
  public void advance(StepState state, long rows, long totalRows) {
    sink.accept(updates.advance(state, rows, totalRows));
  }

  /**
   * Two launches for all narrow layers, and plain descent with the state's advance in one. Masks of
   * narrow layers are drawn in the first launch: against a launch for each mask, measured as in
   * {@link #dense}, steps with dropout are 1.03 to 1.04 times as fast for 12288,20,7,5,1 × 209 and
   * 1.05 to 1.10 times for 2,20,3,1 × 211.
   */
  @Override
  public void pass(TrainingPass pass) {
    pass(pass, this, NarrowLayers.of(pass));
  }

  /**
   * The pass in parts.
   *
   * @param parts what the parts are called on
   * @param narrow the layers that are done at once, if any
   */
  static void pass(TrainingPass pass, FusedParts parts, Optional<NarrowLayers> narrow) {
    if (narrow.isPresent()) {
      int base = narrow.get().baseNumber();
      pass.forward(parts, 1, base);
      parts.tail(narrow.get().pass());
      TrainingPass.Layer layer = pass.layer(base);
      parts.matmul(
          MatmulForm.TN,
          pass.scale(),
          layer.gradient(),
          pass.inputOf(base),
          layer.weightGradient());
      pass.backwardInput(parts, base);
      pass.backward(parts, base - 1);
    } else {
      pass.gradients(parts);
    }
    Optional<TrainingPass.End> atOnce =
        pass.end().filter(end -> endsAtOnce(end, pass.loss().state()));
    if (atOnce.isEmpty()) {
      pass.finish(parts);
      return;
    }
    TrainingPass.End end = atOnce.get();
    parts.descendAndAdvance(end.update(), pass.loss().state(), end.rows(), end.totalRows());
  }

  /**
   * Whether update and advance are one launch: of plain descent without clipping, at a rate that
   * does not depend on the step, which that launch moves on.
   */
  private static boolean endsAtOnce(TrainingPass.End end, StepState state) {
    return end.rule().choose(plain -> true, momentum -> false, adam -> false)
        && end.update().clipping().isEmpty()
        && state.rates() == 1;
  }

  @Override
  public void tail(TrainingPass pass) {
    new NarrowLaunches(precision, parameters, NarrowLayers.behindFirst(pass)).submit(sink);
  }

  @Override
  public void descendAndAdvance(
      ParameterUpdate update, StepState state, long rows, long totalRows) {
    long decayed = submitDecay(update);
    sink.accept(updates.gradientDescentAndAdvance(update, decayed, state, rows, totalRows));
  }
}
