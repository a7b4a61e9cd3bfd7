package oncilla.backend.opencl.runtime;

import static oncilla.backend.opencl.launch.OpenClTensor.own;

import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.program.ProgramKey;

/** The launches of {@code kernels/elementwise.cl}: operations on each element. */
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
}
