package oncilla.backend.opencl.runtime;

import static oncilla.backend.opencl.launch.OpenClTensor.own;

import java.util.Optional;
import oncilla.backend.Dropout;
import oncilla.backend.DropoutMask;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.OpShapes;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.Tail;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.launch.DrawnDropout;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.matmul.MatmulCall;
import oncilla.backend.opencl.matmul.MatmulVariant;

/**
 * Every operation as launches: checks the shapes, then submits what {@link ElementwiseLaunches},
 * {@link ReductionLaunches}, {@link DropoutLaunches}, {@link TailLaunches} and the chosen {@link
 * MatmulVariant} make.
 */
public final class OpenClOps implements Ops {
  private final OpenClBackend backend;
  private final Precision precision;
  private final KernelParameters parameters;
  private final LaunchSink sink;
  private final ElementwiseLaunches elementwise;
  private final ReductionLaunches reductions;
  private final DropoutLaunches dropouts;

  OpenClOps(OpenClBackend backend, KernelParameters parameters, LaunchSink sink) {
    this.backend = backend;
    this.precision = backend.precision();
    this.parameters = parameters;
    this.sink = sink;
    this.elementwise = new ElementwiseLaunches(precision, parameters);
    this.reductions = new ReductionLaunches(precision, parameters, sink);
    this.dropouts = new DropoutLaunches(precision, parameters);
  }

  @Override
  public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
    OpShapes.matmul(backend, form, a, b, c);
    matmul(form, MatmulCall.Epilogue.NONE, alpha, a, b, c, c);
  }

  /** The bias is added where the product is stored, which saves a pass over Z. */
  @Override
  public void dense(Tensor x, Tensor w, Tensor b, Tensor z) {
    OpShapes.dense(backend, x, w, b, z);
    matmul(MatmulForm.NT, MatmulCall.Epilogue.BIAS, 1, x, w, b, z);
  }

  /** Bias and ReLU are applied where the product is stored, which saves two passes over A. */
  @Override
  public void denseRelu(Tensor x, Tensor w, Tensor b, Tensor a) {
    OpShapes.dense(backend, x, w, b, a);
    matmul(MatmulForm.NT, MatmulCall.Epilogue.BIAS_RELU, 1, x, w, b, a);
  }

  /**
   * The mask is drawn and applied where the product is stored: a launch less, and no pass over A.
   * Measured on PoCL with 2 cores against the default, in turns: steps of 2,20,3,1 × 211 are 1.06
   * (fp64) to 1.08 (fp32) times as fast, of 2,200,200,1 × 2048 1.01 times; those of 12288,20,7,5,1
   * × 209, 12288,512,128,1 × 256 and 512,1024,1024,1 × 1024 differ by no more than two equal ones
   * do, which is 3 %. Not timed on a GPU, where a launch takes about 3.4 µs.
   */
  @Override
  public void denseReluDropout(
      Tensor x, Tensor w, Tensor b, Dropout dropout, StepState state, Tensor a) {
    OpShapes.denseReluDropout(backend, x, w, b, dropout, state, a);
    submit(
        call(MatmulForm.NT, MatmulCall.Epilogue.BIAS_RELU, 1, x, w, b, a)
            .dropping(new DrawnDropout(dropout, state)));
  }

  private void matmul(
      MatmulForm form,
      MatmulCall.Epilogue epilogue,
      double alpha,
      Tensor a,
      Tensor b,
      Tensor bias,
      Tensor c) {
    submit(call(form, epilogue, alpha, a, b, bias, c));
  }

  private MatmulCall call(
      MatmulForm form,
      MatmulCall.Epilogue epilogue,
      double alpha,
      Tensor a,
      Tensor b,
      Tensor bias,
      Tensor c) {
    return new MatmulCall(
        form,
        MatmulDims.of(form, a.shape(), b.shape()),
        epilogue,
        alpha,
        precision,
        own(a),
        own(b),
        own(bias),
        own(c),
        backend.context().device().computeUnits());
  }

  private void submit(MatmulCall call) {
    boolean largeConstant =
        sink.panelMemory().keepsLarge(call.a()) || sink.panelMemory().keepsLarge(call.b());
    parameters
        .matmul()
        .choose(call.form(), call.dims(), MatmulPrecision.HIGHEST, largeConstant)
        .submit(call, sink);
  }

  @Override
  public void addRowVector(Tensor x, Tensor b, Tensor y) {
    OpShapes.addRowVector(backend, x, b, y);
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
    OpShapes.columnSum(backend, x, sum);
    reductions.columnSum(alpha, x, sum);
  }

  /** ReLU, dropout and the sum for the bias in one pass over the gradient. */
  @Override
  public void hiddenBackward(
      Tensor gradient, Tensor a, Optional<Dropout> dropout, Tensor x, Tensor dw, Tensor db) {
    OpShapes.hiddenBackward(backend, gradient, a, dropout, x, dw, db);
    double mean = 1.0 / gradient.shape().rows();
    reductions.hiddenBackward(mean, gradient, a, dropout, db);
    matmul(MatmulForm.TN, mean, gradient, x, dw);
  }

  @Override
  public void relu(Tensor z, Tensor a) {
    OpShapes.map(backend, "relu", z, a);
    sink.accept(elementwise.map("relu", z, a));
  }

  @Override
  public void reluBackward(Tensor da, Tensor a, Tensor dz) {
    OpShapes.zip(backend, "reluBackward", da, a, dz);
    sink.accept(elementwise.zip("relu_backward", da, a, dz));
  }

  @Override
  public void sigmoid(Tensor z, Tensor a) {
    OpShapes.map(backend, "sigmoid", z, a);
    sink.accept(elementwise.map("sigmoid", z, a));
  }

  @Override
  public void sigmoidBackward(Tensor da, Tensor a, Tensor dz) {
    OpShapes.zip(backend, "sigmoidBackward", da, a, dz);
    sink.accept(elementwise.zip("sigmoid_backward", da, a, dz));
  }

  @Override
  public void dropoutMask(DropoutMask spec, StepState state, Tensor mask) {
    OpShapes.dropoutMask(backend, state, mask);
    sink.accept(dropouts.mask(spec, state, mask));
  }

  /** The mask is applied where it is drawn, which saves a pass over it and a launch. */
  @Override
  public void drawDropout(Dropout dropout, StepState state, Tensor x, Tensor y) {
    OpShapes.drawDropout(backend, dropout, state, x, y);
    sink.accept(dropouts.apply(dropout, state, x, y));
  }

  @Override
  public void dropout(Tensor x, Tensor mask, double keepProbability, Tensor y) {
    OpShapes.dropout(backend, x, mask, keepProbability, y);
    sink.accept(
        elementwise
            .forEach("dropout", y)
            .real(precision, keepProbability)
            .tensor(own(x))
            .tensor(own(mask))
            .tensor(own(y)));
  }

  @Override
  public void l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
    OpShapes.l2Penalty(backend, weights, penalty);
    reductions.l2Penalty(coefficient, weights, penalty);
  }

  @Override
  public void addScaled(double alpha, Tensor x, Tensor y) {
    OpShapes.map(backend, "addScaled", x, y);
    sink.accept(
        elementwise.forEach("add_scaled", y).real(precision, alpha).tensor(own(x)).tensor(own(y)));
  }

  @Override
  public void crossEntropy(
      Tensor logits, Tensor labels, Tensor penalty, StepState state, Tensor cost, Tensor dLogits) {
    OpShapes.crossEntropy(backend, logits, labels, penalty, state, cost, dLogits);
    reductions.crossEntropy(logits, labels, penalty, state, cost, dLogits);
  }

  @Override
  public void gradientDescent(Tensor theta, Tensor gradients, StepState state) {
    OpShapes.gradientDescent(backend, theta, gradients, state);
    sink.accept(
        elementwise
            .forEach("gradient_descent", theta)
            .tensor(own(state.counters()))
            .tensor(own(state.learningRate()))
            .tensor(own(gradients))
            .tensor(own(theta)));
  }

  /** One pass over parameters and gradients, and the state's advance in the same launch. */
  @Override
  public void descendAndAdvance(
      double decay,
      Tensor weights,
      Tensor weightGradients,
      Tensor theta,
      Tensor gradients,
      StepState state,
      long batchRows,
      long totalRows) {
    OpShapes.descendAndAdvance(
        backend, decay, weights, weightGradients, theta, gradients, state, batchRows, totalRows);
    long decayed = decay == 0 ? 0 : weights.shape().size();
    if (decayed > 0 && !(startsWith(theta, weights) && startsWith(gradients, weightGradients))) {
      Ops.super.descendAndAdvance(
          decay, weights, weightGradients, theta, gradients, state, batchRows, totalRows);
      return;
    }
    sink.accept(
        elementwise.descendAndAdvance(
            decayed, decay, theta, gradients, state, batchRows, totalRows));
  }

  /** Whether {@code part} is the first elements of {@code whole}. */
  private static boolean startsWith(Tensor whole, Tensor part) {
    return own(whole).memory() == own(part).memory()
        && own(whole).offset() == own(part).offset()
        && part.shape().size() <= whole.shape().size();
  }

  @Override
  public void gather(Tensor source, Tensor indices, StepState state, double divisor, Tensor out) {
    OpShapes.gather(backend, source, indices, state, divisor, out);
    sink.accept(
        elementwise
            .forEach(source.type() == ElementType.U8 ? "gather_u8" : "gather_real", out)
            .integer(out.shape().columns())
            .real(precision, divisor)
            .tensor(own(source))
            .tensor(own(indices))
            .tensor(own(state.counters()))
            .tensor(own(out)));
  }

  @Override
  public void advance(StepState state, long batchRows, long totalRows) {
    OpShapes.advance(backend, state, batchRows, totalRows);
    sink.accept(elementwise.advance(state, batchRows, totalRows));
  }

  /**
   * Two launches for all narrow layers, and the product for the base's weights. Masks are drawn in
   * the first: against a launch for each mask, measured as in {@link #denseReluDropout}, steps with
   * dropout are 1.03 to 1.04 times as fast for 12288,20,7,5,1 × 209 and 1.05 to 1.10 times for
   * 2,20,3,1 × 211.
   */
  @Override
  public void tail(Tail tail) {
    OpShapes.tail(backend, tail);
    if (!TailLaunches.fits(tail)) {
      Ops.super.tail(tail);
      return;
    }
    new TailLaunches(precision, parameters, tail).submit(sink);
    Tail.Base base = tail.base();
    double scale = 1.0 / base.output().shape().rows();
    matmul(MatmulForm.TN, scale, base.gradient(), base.input(), base.weightGradient());
  }
}
