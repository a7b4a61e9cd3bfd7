package oncilla.backend.checked;

import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Backend;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.InputTransform;
import oncilla.backend.LossWeights;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.backend.UpdateRule;

/**
 * The operations of a backend behind a check of their arguments: shapes, element types, owners and
 * aliasing. The one place that checks; what lies behind it may take its arguments as they are.
 * Composites are handed on as composites, so that a backend's fused ones stay in use.
 */
public final class CheckedOps implements Ops {
  private final TensorChecks check;
  private final Ops checked;

  /**
   * Checks what is handed on to {@code checked}.
   *
   * @param owner the backend whose tensors are taken
   */
  public CheckedOps(Backend owner, Ops checked) {
    check = new TensorChecks(owner);
    this.checked = checked;
  }

  @Override
  public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
    product(form, a, b, c);
    checked.matmul(form, alpha, a, b, c);
  }

  @Override
  public void addRowVector(Tensor x, Tensor b, Tensor y) {
    rowVector(x, b, y);
    checked.addRowVector(x, b, y);
  }

  @Override
  public void columnSum(double alpha, Tensor x, Tensor sum) {
    columns(x, sum);
    checked.columnSum(alpha, x, sum);
  }

  @Override
  public void activate(Activation f, Tensor z, Tensor a) {
    map("activate", z, a);
    checked.activate(f, z, a);
  }

  @Override
  public void activateBackward(
      Activation f, Tensor da, Tensor a, Optional<Dropout> dropout, Tensor dz) {
    backwardOf(da, a, dropout, dz);
    checked.activateBackward(f, da, a, dropout, dz);
  }

  @Override
  public void drawMask(Dropout dropout) {
    mask(dropout);
    checked.drawMask(dropout);
  }

  @Override
  public void applyMask(Dropout dropout, Tensor x, Tensor y) {
    masked("applyMask", dropout, x, y);
    checked.applyMask(dropout, x, y);
  }

  @Override
  public void l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
    check.real("l2Penalty", "weights", weights);
    check.scalar("l2Penalty", "penalty", penalty);
    checked.l2Penalty(coefficient, weights, penalty);
  }

  @Override
  public void addScaled(double alpha, Tensor x, Tensor y) {
    map("addScaled", x, y);
    checked.addScaled(alpha, x, y);
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
    loss(examples, logits, labels, penalty, state, cost, dLogits);
    checked.crossEntropy(examples, logits, labels, weights, penalty, state, cost, dLogits);
  }

  @Override
  public void update(UpdateRule rule, ParameterUpdate update, StepState state) {
    parameters(rule, update, state);
    checked.update(rule, update, state);
  }

  @Override
  public void gather(
      Tensor source, Tensor indices, StepState state, InputTransform transform, Tensor out) {
    String op = "gather";
    check.real(op, "out", out);
    check.typed(op, "indices", indices, ElementType.I32);
    check.state(op, state);
    if (source.type() != ElementType.U8) {
      check.real(op, "source", source);
    }
    check.owned(op, "source", source);
    if (source.shape().columns() != out.shape().columns()) {
      check.expect(op, "out", out, out.shape().rows(), source.shape().columns());
    }
    if (transform.staged()) {
      check.expect(op, "source", source, out.shape().rows(), out.shape().columns());
    }
    if (indices.shape().rows() != 1 || indices.shape().columns() < out.shape().rows()) {
      throw new IllegalArgumentException(
          op
              + ": indices must be 1 x n with n >= "
              + out.shape().rows()
              + ", not "
              + indices.shape());
    }
    check.distinct(op, "out", out, source);
    transform.standardization().ifPresent(it -> check.columns(op, it, out));
    transform
        .augmentation()
        .ifPresent(it -> check.expect(op, "out", out, out.shape().rows(), it.columns()));
    checked.gather(source, indices, state, transform, out);
  }

  @Override
  public void advance(StepState state, long rows, long totalRows) {
    rows(state, rows, totalRows);
    checked.advance(state, rows, totalRows);
  }

  @Override
  public void dropout(Dropout dropout, Tensor x, Tensor y) {
    masked("dropout", dropout, x, y);
    checked.dropout(dropout, x, y);
  }

  @Override
  public void dense(
      Tensor x, Tensor w, Tensor b, Activation f, Optional<Dropout> dropout, Tensor y) {
    layer(x, w, b, dropout, y);
    checked.dense(x, w, b, f, dropout, y);
  }

  @Override
  public void denseBackward(
      double scale,
      Activation f,
      Optional<Dropout> dropout,
      Tensor gradient,
      Tensor y,
      Tensor x,
      Tensor dw,
      Tensor db) {
    layerBackward(dropout, gradient, y, x, dw, db);
    checked.denseBackward(scale, f, dropout, gradient, y, x, dw, db);
  }

  @Override
  public void denseBackwardInput(Tensor dz, Tensor w, Tensor dx) {
    product(MatmulForm.NN, dz, w, dx);
    checked.denseBackwardInput(dz, w, dx);
  }

  @Override
  public void pass(TrainingPass pass) {
    for (int l = 1; l <= pass.depth(); l++) {
      TrainingPass.Layer layer = pass.layer(l);
      layer(pass.inputOf(l), layer.weights(), layer.bias(), layer.dropout(), layer.output());
      layerBackward(
          layer.dropout(),
          layer.gradient(),
          layer.output(),
          pass.inputOf(l),
          layer.weightGradient(),
          layer.biasGradient());
      if (l > 1) {
        product(MatmulForm.NN, layer.gradient(), layer.weights(), pass.layer(l - 1).gradient());
      }
    }
    TrainingPass.Layer logits = pass.layer(pass.depth());
    TrainingPass.Loss loss = pass.loss();
    loss(
        loss.examples(),
        logits.output(),
        loss.labels(),
        loss.penalty(),
        loss.state(),
        loss.cost(),
        logits.gradient());
    pass.end()
        .ifPresent(
            end -> {
              parameters(end.rule(), end.update(), loss.state());
              rows(loss.state(), end.rows(), end.totalRows());
            });
    checked.pass(pass);
  }

  private void product(MatmulForm form, Tensor a, Tensor b, Tensor c) {
    check.real("matmul", "a", a);
    check.real("matmul", "b", b);
    check.real("matmul", "c", c);
    MatmulDims dims = MatmulDims.of(form, a.shape(), b.shape());
    check.expect("matmul " + form, "c", c, dims.m(), dims.n());
    check.distinct("matmul", "c", c, a, b);
  }

  private void rowVector(Tensor x, Tensor b, Tensor y) {
    check.real("addRowVector", "x", x);
    check.real("addRowVector", "b", b);
    check.real("addRowVector", "y", y);
    check.expect("addRowVector", "b", b, 1, x.shape().columns());
    check.same("addRowVector", "y", y, x);
  }

  private void columns(Tensor x, Tensor sum) {
    check.real("columnSum", "x", x);
    check.real("columnSum", "sum", sum);
    check.expect("columnSum", "sum", sum, 1, x.shape().columns());
    check.distinct("columnSum", "sum", sum, x);
  }

  /** An operation from x to y of one shape. */
  private void map(String op, Tensor x, Tensor y) {
    check.real(op, "input", x);
    check.real(op, "output", y);
    check.same(op, "output", y, x);
  }

  private void backwardOf(Tensor da, Tensor a, Optional<Dropout> dropout, Tensor dz) {
    String op = "activateBackward";
    map(op, da, dz);
    check.real(op, "activation", a);
    check.same(op, "activation", a, da);
    check.distinct(op, "dz", dz, a);
    dropout.ifPresent(it -> masked(op, it, da, dz));
  }

  private void mask(Dropout dropout) {
    check.state("drawMask", dropout.state());
    check.typed("drawMask", "mask", dropout.mask(), ElementType.U8);
  }

  private void masked(String op, Dropout dropout, Tensor x, Tensor y) {
    map(op, x, y);
    check.state(op, dropout.state());
    check.typed(op, "mask", dropout.mask(), ElementType.U8);
    check.same(op, "mask", dropout.mask(), x);
  }

  private void loss(
      long examples,
      Tensor logits,
      Tensor labels,
      Tensor penalty,
      StepState state,
      Tensor cost,
      Tensor dLogits) {
    String op = "crossEntropy";
    check.real(op, "logits", logits);
    check.real(op, "labels", labels);
    check.real(op, "cost", cost);
    check.real(op, "dLogits", dLogits);
    check.state(op, state);
    check.expect(op, "logits", logits, logits.shape().rows(), 1);
    check.same(op, "labels", labels, logits);
    check.scalar(op, "penalty", penalty);
    check.expect(op, "cost", cost, 1, 2);
    check.same(op, "dLogits", dLogits, logits);
    check.distinct(op, "dLogits", dLogits, logits, labels);
    if (examples < logits.shape().rows()) {
      throw new IllegalArgumentException(
          "crossEntropy: a batch of "
              + examples
              + " examples has no share of "
              + logits.shape().rows());
    }
  }

  private void parameters(UpdateRule rule, ParameterUpdate update, StepState state) {
    String op = "update";
    map(op, update.gradients(), update.parameters());
    check.distinct(op, "parameters", update.parameters(), update.gradients());
    check.state(op, state);
    if (update.moments().size() != rule.moments()) {
      throw new IllegalArgumentException(
          op
              + ": the rule remembers "
              + rule.moments()
              + " numbers for each parameter, not "
              + update.moments().size());
    }
    for (Tensor moment : update.moments()) {
      map(op, moment, update.parameters());
      check.distinct(op, "moment", moment, update.parameters(), update.gradients());
    }
    if (update.decay() != 0) {
      map(op, update.weights(), update.weightGradients());
    }
    update.clipping().ifPresent(it -> check.scalar(op, "norm", it.norm()));
  }

  private void rows(StepState state, long rows, long totalRows) {
    check.state("advance", state);
    if (rows < 1 || rows > totalRows) {
      throw new IllegalArgumentException(
          "advance: rows must lie in 1 ... " + totalRows + ", not " + rows);
    }
  }

  private void layer(Tensor x, Tensor w, Tensor b, Optional<Dropout> dropout, Tensor y) {
    product(MatmulForm.NT, x, w, y);
    rowVector(y, b, y);
    check.distinct("dense", "output", y, b);
    dropout.ifPresent(it -> masked("dense", it, y, y));
  }

  private void layerBackward(
      Optional<Dropout> dropout, Tensor gradient, Tensor y, Tensor x, Tensor dw, Tensor db) {
    backwardOf(gradient, y, dropout, gradient);
    product(MatmulForm.TN, gradient, x, dw);
    columns(gradient, db);
  }
}
