package oncilla.data;

import java.util.Optional;

/** A training set and, where there is one, a test set with the same kind of columns. */
public record TrainTest(Dataset train, Optional<Dataset> test) {
  /** Checks that both are pixels or both are tables, and have the same columns. */
  public TrainTest {
    test.ifPresent(
        other -> {
          if (other.features().getClass() != train.features().getClass()) {
            throw new DataException(
                other.source()
                    + ": "
                    + kind(other)
                    + ", expected "
                    + kind(train)
                    + " as in "
                    + train.source());
          }
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

  private static String kind(Dataset dataset) {
    return dataset.features() instanceof Pixels ? "images" : "a table of numbers";
  }
}
