package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.Precision;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.Dataset;
import oncilla.nn.Regularization;
import org.junit.jupiter.api.Test;

/** What a validation takes of a device's memory, and how it gets by with little. */
class ValidationMemoryTest {
  /** With room for all, for a block, for the run alone, and without curves. */
  @Test
  void littleMemory() {
    Regularization none = Regularization.none();
    TrainingConfig plain = ValidationTest.CONFIG.withRegularization(none).withIterations(12);
    Dataset many = ValidationTest.mislabelled(SmallCase.table(900));
    Validation validation = new Validation(many, OptionalInt.of(100));
    ValidationTest.Told expected = new ValidationTest.Told();
    try (Backend large = EjmlBackend.reference(Precision.FP64)) {
      ValidationTest.train(large, Optional.of(validation), plain, expected);
    }
    try (EjmlBackend small = MemoryEstimateTest.device(40_000, 40_000)) {
      MemoryPlan plan =
          MemoryPlan.find(
              small,
              SmallCase.NETWORK,
              ValidationTest.TRAIN.features(),
              plain,
              Optional.of(validation));
      assertEquals(1, plan.parts());
      ValidationRoom room = plan.validation().orElseThrow();
      assertTrue(room.held() < 900, room.toString());
      ValidationTest.Told told = new ValidationTest.Told();
      ValidationTest.train(small, Optional.of(validation), plain, told);
      assertEquals(expected.points.size(), told.points.size());
      for (int i = 0; i < told.points.size(); i++) {
        assertEquals(expected.points.get(i).dataCost(), told.points.get(i).dataCost(), 1e-12);
      }
      Optional<String> refusal =
          MemoryEstimate.curvesRefusal(
              small,
              SmallCase.NETWORK,
              ValidationTest.TRAIN.features(),
              plain,
              Optional.of(validation),
              SmallCase.table(900).features());
      assertTrue(
          refusal.orElse("").startsWith("keeping 900 test examples beside the run needs "),
          refusal.toString());
    }
    long run;
    try (Backend large = EjmlBackend.reference(Precision.FP64)) {
      run =
          MemoryEstimate.ofTraining(
                  large, SmallCase.NETWORK, ValidationTest.TRAIN.features(), plain, 20)
              .bytes();
    }
    try (EjmlBackend full = MemoryEstimateTest.device(run, run)) {
      BackendException refused =
          assertThrows(
              BackendException.class,
              () ->
                  ValidationTest.train(
                      full, Optional.of(validation), plain, new ValidationTest.Told()));
      assertTrue(
          refused.getMessage().startsWith("validating beside the run needs "),
          refused.getMessage());
    }
  }

  /** The best parameters and the examples are in the count, and the count is what is allocated. */
  @Test
  void whatItTakesIsCounted() {
    for (int batch : new int[] {0, 8}) {
      TrainingConfig config = ValidationTest.CONFIG.withBatchSize(batch).withIterations(6);
      for (Optional<Validation> validation :
          List.of(ValidationTest.toTheEnd(), ValidationTest.patience(100))) {
        try (MeasuredBackend backend = new MeasuredBackend(EjmlBackend.reference(Precision.FP64))) {
          MemoryPlan plan =
              MemoryPlan.find(
                  backend, SmallCase.NETWORK, ValidationTest.TRAIN.features(), config, validation);
          ValidationTest.train(backend, validation, config, new ValidationTest.Told());
          MemoryEstimate counted = plan.estimate();
          assertEquals(counted.bytes(), backend.mostBytes());
          assertEquals(0, backend.heldBytes());
          assertFalse(
              counted.bytes()
                  <= MemoryEstimate.ofTraining(
                          backend, SmallCase.NETWORK, ValidationTest.TRAIN.features(), config, 20)
                      .bytes());
        }
      }
    }
  }
}
