package oncilla.data;

import java.util.Optional;

/** A training set and, where there is one, a test set with the same columns. */
public record TrainTest(Dataset train, Optional<Dataset> test) {
  /** Checks that both have the same columns. */
  public TrainTest {
    test.ifPresent(
        other -> {
          if (other.features().columns() != train.features().columns()) {
            throw new DataException(
                other.source()
                    + ": "
                    + other.features().columns()
                    + " columns, expected "
                    + train.features().columns()
                    + " as in "
                    + train.source());
          }
        });
  }
}
