package oncilla.backend.opencl.runtime;

import static oncilla.backend.opencl.launch.OpenClTensor.own;

import oncilla.backend.ElementType;
import oncilla.backend.InputTransform;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.program.ProgramKey;

/** The launches of {@code kernels/gather.cl}: the rows of a batch. */
final class GatherLaunches {
  private final Precision precision;
  private final KernelParameters parameters;
  private final ProgramKey program;

  GatherLaunches(Precision precision, KernelParameters parameters) {
    this.precision = precision;
    this.parameters = parameters;
    this.program =
        parameters.program(
            "gather.cl", precision, parameters.isChunked() ? 1 : parameters.elementwiseGroup());
  }

  /** Row i of {@code out} from row indices[row offset + i] of {@code source}. */
  Launch gather(
      Tensor source, Tensor indices, StepState state, InputTransform transform, Tensor out) {
    long size = out.shape().size();
    WorkSplit split =
        WorkSplit.of(parameters, size, parameters.isChunked() ? parameters.vectorWidth() : 1);
    ProgramKey key =
        transform.standardization().isPresent() ? program.with("STANDARDIZED", 1) : program;
    String kernel = source.type() == ElementType.U8 ? "gather_u8" : "gather_real";
    Launch launch =
        new Launch(key, kernel, split.range())
            .length(size)
            .integer(size)
            .integer(split.chunk())
            .integer(out.shape().columns())
            .real(precision, transform.divisor())
            .tensor(own(source))
            .tensor(own(indices))
            .tensor(own(state.counters()));
    transform
        .standardization()
        .ifPresent(it -> launch.tensor(own(it.mean())).tensor(own(it.deviation())));
    return launch.tensor(own(out));
  }
}
