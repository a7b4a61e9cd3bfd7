package oncilla.backend.opencl.launch;

import static oncilla.backend.opencl.launch.OpenClTensor.own;

import oncilla.backend.Dropout;
import oncilla.backend.Precision;
import oncilla.backend.StepState;

/**
 * Dropout that a kernel draws and applies together with something else.
 *
 * @param dropout its mask is written
 * @param state gives the step
 */
public record DrawnDropout(Dropout dropout, StepState state) {
  /** Adds the arguments, in the order that all such kernels have them in. */
  public Launch addTo(Launch launch, Precision precision) {
    return launch
        .word(dropout.draw().seed())
        .word(dropout.draw().layer())
        .word(dropout.draw().threshold())
        .tensor(own(state.counters()))
        .tensor(own(dropout.mask()))
        .real(precision, dropout.keepProbability());
  }
}
