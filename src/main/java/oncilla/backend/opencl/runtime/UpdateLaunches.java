package oncilla.backend.opencl.runtime;

import static oncilla.backend.opencl.launch.OpenClTensor.own;

import oncilla.backend.ParameterUpdate;
import oncilla.backend.ParameterUpdate.Clipping;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.program.ProgramKey;

/** The launches of {@code kernels/update.cl}: the update by each rule, and the state's advance. */
final class UpdateLaunches {
  /** The number of rows at which the kernel of plain descent leaves the state alone. */
  private static final long ROWS_TO_STAY = 0;

  /** What the kernels take for no clipping. */
  private static final double NO_LIMIT = 0;

  /** Elements of an item of Adam on a GPU, so that its two exponentials are few beside them. */
  private static final int ADAM_DEPTH = 4;

  private final Precision precision;
  private final KernelParameters parameters;
  private final ProgramKey program;

  UpdateLaunches(Precision precision, KernelParameters parameters) {
    this.precision = precision;
    this.parameters = parameters;
    this.program = parameters.program("update.cl", precision, parameters.elementwiseGroup());
  }

  /** The update by {@code rule}; the first {@code decayed} elements have an L2 term. */
  Launch update(UpdateRule rule, ParameterUpdate update, long decayed, StepState state) {
    return rule.choose(
        descent -> gradientDescent(update, decayed, state),
        momentum -> momentum(momentum, update, decayed, state),
        adam -> adam(adam, update, decayed, state));
  }

  /**
   * Plain descent in one pass over parameters and gradients.
   *
   * @param decayed how many of the first elements have an L2 term
   */
  private Launch gradientDescent(ParameterUpdate update, long decayed, StepState state) {
    return descent(update, decayed, state, ROWS_TO_STAY, ROWS_TO_STAY);
  }

  /**
   * The same, and the state's advance in the same launch.
   *
   * @param rows as for {@link #advance}, at least 1
   */
  Launch gradientDescentAndAdvance(
      ParameterUpdate update, long decayed, StepState state, long rows, long totalRows) {
    return descent(update, decayed, state, rows, totalRows);
  }

  private Launch descent(
      ParameterUpdate update, long decayed, StepState state, long rows, long totalRows) {
    Tensor theta = update.parameters();
    long size = theta.shape().size();
    WorkSplit split =
        WorkSplit.of(parameters, size, parameters.isChunked() ? parameters.vectorWidth() : 1);
    return new Launch(program, "gradient_descent", split.range())
        .mode(mode(rows == 0 ? "" : "and advance", update))
        .length(size)
        .integer(size)
        .integer(split.chunk())
        .integer(decayed)
        .real(precision, update.decay())
        .integer(rows)
        .integer(totalRows)
        .tensor(own(state.counters()))
        .integer(state.rates())
        .tensor(own(state.learningRate()))
        .real(precision, update.clipping().map(Clipping::limit).orElse(NO_LIMIT))
        .tensor(own(update.clipping().map(Clipping::norm).orElse(state.learningRate())))
        .tensor(own(update.gradients()))
        .changed(own(theta));
  }

  /** Descent with momentum. */
  private Launch momentum(
      UpdateRule.Momentum rule, ParameterUpdate update, long decayed, StepState state) {
    long size = update.parameters().shape().size();
    return new Launch(program, "momentum", NdRange.linear(size, parameters.elementwiseGroup()))
        .integer(size)
        .length(size)
        .mode(mode(rule.nesterov() ? "nesterov" : "", update))
        .integer(decayed)
        .real(precision, update.decay())
        .real(precision, rule.momentum())
        .word(rule.nesterov() ? 1 : 0)
        .tensor(own(state.counters()))
        .integer(state.rates())
        .tensor(own(state.learningRate()))
        .real(precision, update.clipping().map(Clipping::limit).orElse(NO_LIMIT))
        .tensor(own(update.clipping().map(Clipping::norm).orElse(state.learningRate())))
        .tensor(own(update.gradients()))
        .changed(own(update.moments().get(0)))
        .changed(own(update.parameters()));
  }

  /** Adam. Whether a rule has a decay of its own is a mode: without one it would not be seen. */
  private Launch adam(UpdateRule.Adam rule, ParameterUpdate update, long decayed, StepState state) {
    long size = update.parameters().shape().size();
    WorkSplit split =
        WorkSplit.of(
            parameters, size, parameters.isChunked() ? parameters.vectorWidth() : ADAM_DEPTH);
    return new Launch(program, "adam", split.range())
        .mode(mode(rule.weightDecay() > 0 ? "with weight decay" : "", update))
        .length(size)
        .integer(size)
        .integer(split.chunk())
        .integer(decayed)
        .real(precision, update.decay())
        .real(precision, 1 - rule.beta1())
        .real(precision, Math.log(rule.beta1()))
        .real(precision, 1 - rule.beta2())
        .real(precision, Math.log(rule.beta2()))
        .real(precision, rule.epsilon())
        .real(precision, rule.weightDecay())
        .tensor(own(state.counters()))
        .integer(state.rates())
        .tensor(own(state.learningRate()))
        .real(precision, update.clipping().map(Clipping::limit).orElse(NO_LIMIT))
        .tensor(own(update.clipping().map(Clipping::norm).orElse(state.learningRate())))
        .tensor(own(update.gradients()))
        .changed(own(update.moments().get(0)))
        .changed(own(update.moments().get(1)))
        .changed(own(update.parameters()));
  }

  private static String mode(String ofRule, ParameterUpdate update) {
    return update.clipping().isEmpty() ? ofRule : (ofRule + " clipped").strip();
  }

  /** One item that moves the state on. */
  Launch advance(StepState state, long rows, long totalRows) {
    return new Launch(program, "advance", NdRange.linear(1, 1))
        .integer(rows)
        .integer(totalRows)
        .tensor(own(state.counters()));
  }
}
