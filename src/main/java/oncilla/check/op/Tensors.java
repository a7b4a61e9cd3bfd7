package oncilla.check.op;

import java.util.Map;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;

/** The tensors of a case on one backend, by the names of its operands. */
public final class Tensors {
  private final Map<String, Tensor> tensors;

  /** Tensors that stand for the operands with these names. */
  public Tensors(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /** The tensor called {@code name}. */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the case has no operand " + name);
    }
    return tensor;
  }

  /** The step state made of the operands {@code counters} and {@code rate}. */
  public StepState state() {
    return new StepState(get("counters"), get("rate"));
  }
}
