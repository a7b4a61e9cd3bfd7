package oncilla.backend.opencl.runtime;

import static oncilla.backend.opencl.launch.OpenClTensor.own;

import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.program.ProgramKey;

/** The launches of {@code kernels/elementwise.cl}: operations on each element, and the update. */
final class ElementwiseLaunches {
  /** The number of rows at which the kernel of plain descent leaves the state alone. */
  private static final long ROWS_TO_STAY = 0;

  private final Precision precision;
  private final KernelParameters parameters;
  private final ProgramKey program;

  ElementwiseLaunches(Precision precision, KernelParameters parameters) {
    this.precision = precision;
    this.parameters = parameters;
    this.program = parameters.program("elementwise.cl", precision, parameters.elementwiseGroup());
  }

  /** An item for each element of {@code output}; its size is the first argument. */
  Launch forEach(String kernel, Tensor output) {
    long size = output.shape().size();
    return new Launch(program, kernel, NdRange.linear(size, parameters.elementwiseGroup()))
        .integer(size)
        .length(size);
  }

  /** a = f(z). */
  Launch activate(Activation f, Tensor z, Tensor a) {
    return forEach("activate", a).mode(f.label()).word(f.ordinal()).tensor(own(z)).tensor(own(a));
  }

  /** dz from da and the activation, with dropout where there is some. */
  Launch activateBackward(Activation f, Tensor da, Tensor a, Optional<Dropout> dropout, Tensor dz) {
    String kernel = dropout.isPresent() ? "masked_activate_backward" : "activate_backward";
    Launch launch = forEach(kernel, dz).mode(f.label()).word(f.ordinal());
    dropout.ifPresent(it -> launch.real(precision, it.keepProbability()).tensor(own(it.mask())));
    return launch.tensor(own(da)).tensor(own(a)).tensor(own(dz));
  }

  /**
   * Plain descent in one pass over parameters and gradients.
   *
   * @param decayed how many of the first elements have an L2 term
   */
  Launch gradientDescent(ParameterUpdate update, long decayed, StepState state) {
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
        .mode(rows == 0 ? "" : "and advance")
        .length(size)
        .integer(size)
        .integer(split.chunk())
        .integer(decayed)
        .real(precision, update.decay())
        .integer(rows)
        .integer(totalRows)
        .tensor(own(state.counters()))
        .tensor(own(state.learningRate()))
        .tensor(own(update.gradients()))
        .tensor(own(theta));
  }

  /** Descent with momentum. */
  Launch momentum(UpdateRule.Momentum rule, ParameterUpdate update, long decayed, StepState state) {
    return forEach("momentum", update.parameters())
        .mode(rule.nesterov() ? "nesterov" : "")
        .integer(decayed)
        .real(precision, update.decay())
        .real(precision, rule.momentum())
        .word(rule.nesterov() ? 1 : 0)
        .tensor(own(state.counters()))
        .tensor(own(state.learningRate()))
        .tensor(own(update.gradients()))
        .tensor(own(update.moments().get(0)))
        .tensor(own(update.parameters()));
  }

  /** One item that moves the state on. */
  Launch advance(StepState state, long rows, long totalRows) {
    return new Launch(program, "advance", NdRange.linear(1, 1))
        .integer(rows)
        .integer(totalRows)
        .tensor(own(state.counters()));
  }
}
