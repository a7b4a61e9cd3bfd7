package oncilla.backend.checked;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;
import oncilla.backend.ejml.EjmlBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** An output that must not be one of the inputs is refused, before anything is written. */
class CheckedOpsTest {
  private static final Shape SHAPE = Shape.of(2, 3);

  private final Backend backend = EjmlBackend.reference(Precision.FP64);
  private final Arena arena = backend.newArena();
  private final Ops ops = backend.ops();
  private final StepState state = StepState.allocate(arena, 0.1);
  private final Tensor x = filled();
  private final Tensor y = filled();

  @AfterEach
  void close() {
    backend.close();
  }

  private Tensor filled() {
    Tensor tensor = arena.allocate(ElementType.REAL, SHAPE);
    backend.upload(new double[] {1, -2, 3, -4, 5, -6}, tensor);
    return tensor;
  }

  private void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    for (Tensor tensor : List.of(x, y)) {
      double[] values = new double[6];
      backend.download(tensor, values);
      assertArrayEquals(new double[] {1, -2, 3, -4, 5, -6}, values);
    }
  }

  private Dropout dropout() {
    return new Dropout(1, 1, 0.5, 0, state, arena.allocate(ElementType.U8, SHAPE));
  }

  @Test
  void aMomentIsNeitherParametersNorGradients() {
    UpdateRule momentum = new UpdateRule.Momentum(0.9, true);
    for (Tensor moment : List.of(x, y)) {
      assertRefused(
          "update: moment must not be one of the inputs",
          () -> ops.update(momentum, ParameterUpdate.of(x, y, List.of(moment)), state));
    }
  }

  @Test
  void parametersAreNotTheirGradients() {
    for (UpdateRule rule :
        List.of(new UpdateRule.GradientDescent(), new UpdateRule.Momentum(0.9, false))) {
      List<Tensor> moments = rule.moments() == 0 ? List.of() : List.of(y);
      assertRefused(
          "update: parameters must not be one of the inputs",
          () -> ops.update(rule, ParameterUpdate.of(x, x, moments), state));
    }
  }

  @Test
  void aRuleHasItsNumberOfMoments() {
    assertRefused(
        "update: the rule remembers 0 numbers for each parameter, not 1",
        () ->
            ops.update(
                new UpdateRule.GradientDescent(),
                ParameterUpdate.of(x, y, List.of(filled())),
                state));
    assertRefused(
        "update: the rule remembers 1 numbers for each parameter, not 0",
        () ->
            ops.update(
                new UpdateRule.Momentum(0.9, false), ParameterUpdate.of(x, y, List.of()), state));
  }

  /** The derivative is told from the activation, so it must still be there. */
  @Test
  void theGradientIsNotWrittenOverTheActivation() {
    for (Optional<Dropout> dropout : List.of(Optional.<Dropout>empty(), Optional.of(dropout()))) {
      assertRefused(
          "activateBackward: dz must not be one of the inputs",
          () -> ops.activateBackward(Activation.TANH, x, y, dropout, y));
      assertRefused(
          "activateBackward: dz must not be one of the inputs",
          () ->
              ops.denseBackward(
                  1,
                  Activation.RELU,
                  dropout,
                  y,
                  y,
                  filled(),
                  arena.allocate(ElementType.REAL, Shape.of(3, 3)),
                  arena.allocate(ElementType.REAL, Shape.vector(3))));
    }
  }

  @Test
  void aProductIsNoOperandOfItself() {
    Tensor square = arena.allocate(ElementType.REAL, Shape.of(3, 3));
    for (MatmulForm form : MatmulForm.values()) {
      assertRefused(
          "matmul: c must not be one of the inputs",
          () -> ops.matmul(form, 1, square, filledSquare(), square));
      assertRefused(
          "matmul: c must not be one of the inputs",
          () -> ops.matmul(form, 1, filledSquare(), square, square));
    }
  }

  private Tensor filledSquare() {
    return arena.allocate(ElementType.REAL, Shape.of(3, 3));
  }
}
