package oncilla.check.op;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.StepState;

/**
 * Puts an {@link OpCase} together, operand by operand in the order of the operation's parameters.
 */
final class CaseBuilder {
  /** Not the first, so that an operation that resets it is found. */
  private static final long EPOCH = 7;

  private final String op;
  private final String label;
  private final List<Operand> operands = new ArrayList<>();
  private final Map<String, Tolerance> tolerances = new LinkedHashMap<>();
  private final List<OpCase.Gradient> gradients = new ArrayList<>();
  private double flops;
  private long epoch = EPOCH;

  CaseBuilder(String op, String label) {
    this.op = op;
    this.label = label;
  }

  CaseBuilder add(Operand operand) {
    operands.add(operand);
    return this;
  }

  CaseBuilder input(String name, Shape shape, double[] values) {
    return add(Operand.input(name, shape, values));
  }

  CaseBuilder output(String name, Shape shape, Tolerance tolerance) {
    tolerances.put(name, tolerance);
    return add(Operand.output(name, shape));
  }

  CaseBuilder updated(String name, Shape shape, double[] values, Tolerance tolerance) {
    tolerances.put(name, tolerance);
    return add(Operand.updated(name, shape, values));
  }

  /** Adds a tensor that is the first elements of the last operand added. */
  CaseBuilder prefix(String name, Shape shape) {
    int last = operands.size() - 1;
    operands.set(last, operands.get(last).withPrefix(name, shape));
    return this;
  }

  /** The epoch of a state that is added after this. */
  CaseBuilder epoch(long value) {
    epoch = value;
    return this;
  }

  /** The two tensors of a step state, read only. */
  CaseBuilder state(long step, long rowOffset, long firstBadStep, double rate) {
    return counters(Operand.Role.INPUT, step, rowOffset, firstBadStep).rate(rate);
  }

  CaseBuilder counters(Operand.Role role, long step, long rowOffset, long firstBadStep) {
    return add(
        new Operand(
            "counters",
            ElementType.I64,
            Shape.vector(StepState.COUNTERS),
            role,
            new double[] {step, epoch, rowOffset, firstBadStep},
            false,
            false,
            Optional.empty()));
  }

  /** A state may have any number of rates. */
  CaseBuilder rate(double rate) {
    return add(Operand.input("rate", Shape.of(1, 1), new double[] {rate}).flexible(false, true));
  }

  CaseBuilder gradient(String input, String output, OpCase.Body backward) {
    gradients.add(new OpCase.Gradient(input, output, backward));
    return this;
  }

  CaseBuilder tolerance(String output, Tolerance tolerance) {
    tolerances.put(output, tolerance);
    return this;
  }

  CaseBuilder flops(double value) {
    flops = value;
    return this;
  }

  OpCase body(OpCase.Body body) {
    return new OpCase(op, label, operands, body, tolerances, gradients, flops);
  }
}
