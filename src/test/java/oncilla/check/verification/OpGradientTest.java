package oncilla.check.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Tensor;
import oncilla.check.References;
import oncilla.check.op.Inputs;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;
import oncilla.check.op.Operand;
import oncilla.check.op.Tensors;
import org.junit.jupiter.api.Test;

/**
 * The derivatives that the backward operations give, against central differences of the forward
 * operations, for every case of the table that names one. In fp64 on the reference.
 */
class OpGradientTest {
  /** Truncation is ε²/6·f‴ and round-off u·|f|/ε: for functions of order 1 both are below 1e-10. */
  private static final double EPSILON = 1e-5;

  private static final double BOUND = 1e-7;
  private static final int SAMPLE = 200;

  @Test
  void backwardOperationsGiveTheDerivativesOfTheForwardOnes() {
    List<String> failures = new ArrayList<>();
    int checked = 0;
    try (Backend backend = References.open()) {
      for (OpCase one : OpCases.all()) {
        for (OpCase.Gradient gradient : one.gradients()) {
          double difference = difference(backend, one, gradient);
          checked++;
          if (!(difference < BOUND)) {
            failures.add(one + " by " + gradient.input() + ": " + difference);
          }
        }
      }
    }
    assertEquals(List.of(), failures);
    assertTrue(checked > 60, "only " + checked + " gradients were checked");
  }

  private static double difference(Backend backend, OpCase one, OpCase.Gradient gradient) {
    Operand input = one.operand(gradient.input());
    Operand output = one.operand(gradient.output());
    double[] upstream =
        output.shape().size() == 1 ? new double[] {1} : Inputs.signed(output.shape(), 99);
    double[] analytic = analytic(backend, one, gradient, upstream);
    int stride = Math.max(1, analytic.length / SAMPLE);
    double squares = 0;
    double norm = 0;
    for (int i = 0; i < analytic.length; i += stride) {
      double numeric =
          (weighted(backend, one, gradient, upstream, input, i, EPSILON)
                  - weighted(backend, one, gradient, upstream, input, i, -EPSILON))
              / (2 * EPSILON);
      squares += (numeric - analytic[i]) * (numeric - analytic[i]);
      norm += numeric * numeric + analytic[i] * analytic[i];
    }
    assertTrue(norm > 0, one + ": all sampled gradients are zero");
    return Math.sqrt(squares / norm);
  }

  private static double[] analytic(
      Backend backend, OpCase one, OpCase.Gradient gradient, double[] upstream) {
    try (Arena arena = backend.newArena()) {
      Map<String, Tensor> tensors = allocate(backend, arena, one);
      one.body().run(backend.ops(), new Tensors(tensors));
      Tensor up = arena.allocate(ElementType.REAL, one.operand(gradient.output()).shape());
      backend.upload(upstream, up);
      tensors.put("upstream", up);
      tensors.put(
          "gradient", arena.allocate(ElementType.REAL, one.operand(gradient.input()).shape()));
      gradient.backward().run(backend.ops(), new Tensors(tensors));
      return HostValues.download(tensors.get("gradient"));
    }
  }

  /** Σ upstream ⊙ output with element {@code index} of the input moved by {@code shift}. */
  private static double weighted(
      Backend backend,
      OpCase one,
      OpCase.Gradient gradient,
      double[] upstream,
      Operand input,
      int index,
      double shift) {
    try (Arena arena = backend.newArena()) {
      Map<String, Tensor> tensors = allocate(backend, arena, one);
      double[] moved = input.values().clone();
      moved[index] += shift;
      backend.upload(moved, tensors.get(input.name()));
      one.body().run(backend.ops(), new Tensors(tensors));
      double[] result = HostValues.download(tensors.get(gradient.output()));
      double sum = 0;
      for (int i = 0; i < result.length; i++) {
        sum += upstream[i] * result[i];
      }
      return sum;
    }
  }

  private static Map<String, Tensor> allocate(Backend backend, Arena arena, OpCase one) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Operand operand : one.operands()) {
      tensors.putAll(operand.allocate(arena));
      if (operand.values() != null) {
        HostValues.upload(operand.values(), tensors.get(operand.name()));
      }
    }
    return tensors;
  }
}
