package oncilla.check.op;

import java.util.List;
import java.util.Map;
import oncilla.backend.Ops;

/**
 * One operation with one set of operands: a row of the table {@link OpCases}.
 *
 * @param op the operation's name in {@code Ops}
 * @param label what is special about this case, such as its extents
 * @param operands its tensors
 * @param body calls the operation
 * @param tolerances how far each {@code REAL} operand that is written may be from the reference;
 *     other types must be equal
 * @param gradients how its derivatives are computed, where it has any
 * @param flops arithmetic operations, for rates
 */
public record OpCase(
    String op,
    String label,
    List<Operand> operands,
    Body body,
    Map<String, Tolerance> tolerances,
    List<Gradient> gradients,
    double flops) {
  /** Calls the operation on tensors. */
  @FunctionalInterface
  public interface Body {
    /** Calls it. */
    void run(Ops ops, Tensors tensors);
  }

  /**
   * The derivative of Σ upstream ⊙ output with respect to an input, as the backward operation gives
   * it.
   *
   * @param input the operand to differentiate by
   * @param output the operand that is differentiated; {@code upstream} has its shape
   * @param backward computes operand {@code gradient} (the shape of the input, zero before) from
   *     operand {@code upstream} and the operands of the case after its operation has run
   */
  public record Gradient(String input, String output, Body backward) {}

  /** Copies the collections and checks that every real output has a tolerance. */
  public OpCase {
    operands = List.copyOf(operands);
    tolerances = Map.copyOf(tolerances);
    gradients = List.copyOf(gradients);
    for (Operand operand : operands) {
      boolean real = operand.type() == oncilla.backend.ElementType.REAL;
      if (real && operand.written() && !tolerances.containsKey(operand.name())) {
        throw new IllegalArgumentException(op + ": no tolerance for " + operand.name());
      }
    }
  }

  /** The operand called {@code name}. */
  public Operand operand(String name) {
    return operands.stream()
        .filter(operand -> operand.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(op + " has no operand " + name));
  }

  /** The largest extent of any operand. */
  public long largestExtent() {
    return operands.stream()
        .mapToLong(operand -> Math.max(operand.shape().rows(), operand.shape().columns()))
        .max()
        .orElse(0);
  }

  @Override
  public String toString() {
    return op + " " + label;
  }
}
