package oncilla.backend.opencl.runtime;

import static oncilla.backend.opencl.launch.OpenClTensor.own;

import oncilla.backend.Dropout;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.program.ProgramKey;

/** The launches of {@code kernels/dropout_mask.cl}: masks drawn, alone or applied at once. */
final class DropoutLaunches {
  /** Elements that an item on a CPU device draws with one evaluation of the generator. */
  private static final int DRAWN_AT_ONCE = 64;

  /** Words of one evaluation of the generator, which is what an item of a GPU draws. */
  private static final int WORDS_OF_GENERATOR = 4;

  private final Precision precision;
  private final KernelParameters parameters;
  private final ProgramKey program;

  DropoutLaunches(Precision precision, KernelParameters parameters) {
    this.precision = precision;
    this.parameters = parameters;
    this.program =
        parameters.program(
            "dropout_mask.cl",
            precision,
            parameters.isChunked() ? 1 : parameters.elementwiseGroup());
  }

  /** Draws the mask. */
  Launch mask(Dropout dropout) {
    return elements("draw_mask", dropout.mask()).maskArguments(dropout);
  }

  /** Draws the mask and computes {@code y} from {@code x} with it. */
  Launch dropout(Dropout dropout, Tensor x, Tensor y) {
    return elements("dropout", dropout.mask())
        .dropoutArguments(dropout, precision)
        .tensor(own(x))
        .tensor(own(y));
  }

  private Launch elements(String kernel, Tensor mask) {
    long size = mask.shape().size();
    WorkSplit split =
        WorkSplit.of(parameters, size, parameters.isChunked() ? DRAWN_AT_ONCE : WORDS_OF_GENERATOR);
    return new Launch(program, kernel, split.range())
        .length(size)
        .integer(size)
        .integer(split.chunk());
  }
}
