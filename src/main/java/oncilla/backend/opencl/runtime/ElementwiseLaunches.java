package oncilla.backend.opencl.runtime;

import static oncilla.backend.opencl.launch.OpenClTensor.own;

import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.program.ProgramKey;

/** The launches of {@code kernels/elementwise.cl}: operations on each element, and the update. */
final class ElementwiseLaunches {
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
        .integer(size);
  }

  /** {@code output} from {@code input}, both of one shape. */
  Launch map(String kernel, Tensor input, Tensor output) {
    return forEach(kernel, output).tensor(own(input)).tensor(own(output));
  }

  /** {@code output} from two inputs, all of one shape. */
  Launch zip(String kernel, Tensor first, Tensor second, Tensor output) {
    return forEach(kernel, output).tensor(own(first)).tensor(own(second)).tensor(own(output));
  }

  /**
   * The whole end of a step in one pass.
   *
   * @param decayed how many of the first elements have an L2 term
   * @param decay its factor
   */
  Launch descendAndAdvance(
      long decayed,
      double decay,
      Tensor theta,
      Tensor gradients,
      StepState state,
      long batchRows,
      long totalRows) {
    long size = theta.shape().size();
    Spread spread =
        Spread.of(parameters, size, parameters.isChunked() ? parameters.vectorWidth() : 1);
    return new Launch(program, "descend_and_advance", spread.range())
        .integer(size)
        .integer(spread.chunk())
        .integer(decayed)
        .real(precision, decay)
        .integer(batchRows)
        .integer(totalRows)
        .tensor(own(state.counters()))
        .tensor(own(state.learningRate()))
        .tensor(own(gradients))
        .tensor(own(theta));
  }

  /** One item that moves the state on. */
  Launch advance(StepState state, long batchRows, long totalRows) {
    return new Launch(program, "advance", NdRange.linear(1, 1))
        .integer(batchRows)
        .integer(totalRows)
        .tensor(own(state.counters()));
  }
}
