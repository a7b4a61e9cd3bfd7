package oncilla.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import oncilla.backend.ejml.EjmlBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainingPassTest {
  private static final int ROWS = 3;

  private final Backend backend = EjmlBackend.reference(Precision.FP64);
  private final Arena arena = backend.newArena();
  private final StepState state = StepState.allocate(arena, 0.1);

  @AfterEach
  void close() {
    backend.close();
  }

  private Tensor real(long rows, long columns) {
    return arena.allocate(ElementType.REAL, Shape.of(rows, columns));
  }

  /** From two units to {@code units}. */
  private TrainingPass.Layer layer(int units, Activation activation, Optional<Dropout> dropout) {
    return new TrainingPass.Layer(
        real(units, 2),
        real(1, units),
        activation,
        dropout,
        real(ROWS, units),
        real(ROWS, units),
        real(units, 2),
        real(1, units));
  }

  private Optional<Dropout> dropout(StepState of) {
    Tensor mask = arena.allocate(ElementType.U8, Shape.of(ROWS, 2));
    return Optional.of(new Dropout(1, 1, 0.5, 0, of, mask));
  }

  private TrainingPass pass(TrainingPass.Layer... layers) {
    return new TrainingPass(
        real(ROWS, 2),
        List.of(layers),
        new TrainingPass.Loss(real(ROWS, 1), ROWS, real(1, 1), state, real(1, 2)),
        Optional.empty());
  }

  private void assertRefused(String message, TrainingPass.Layer... layers) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> pass(layers)).getMessage());
  }

  private TrainingPass.Layer logits() {
    return layer(1, Activation.IDENTITY, Optional.empty());
  }

  @Test
  void masksAreDrawnForTheStepOfTheLoss() {
    StepState sameTensors = new StepState(state.counters(), state.learningRate());
    assertEquals(
        3,
        pass(
                layer(2, Activation.RELU, dropout(state)),
                layer(2, Activation.TANH, dropout(sameTensors)),
                logits())
            .depth());
    StepState other = StepState.allocate(arena, 0.1);
    assertRefused(
        "pass: the dropout of layer 2 has another state than the loss",
        layer(2, Activation.RELU, dropout(state)),
        layer(2, Activation.RELU, dropout(other)),
        logits());
  }

  @Test
  void thereAreLogits() {
    assertRefused("pass: there is no layer");
    assertRefused(
        "pass: the logits have no activation and no dropout",
        layer(2, Activation.RELU, Optional.empty()));
    assertRefused(
        "pass: the logits have no activation and no dropout",
        layer(2, Activation.IDENTITY, dropout(state)));
  }
}
