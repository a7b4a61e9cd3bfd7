package oncilla.data;

import java.util.Optional;
import oncilla.backend.ElementType;

/** A training set and, where there is one, a test set with the same kind of columns. */
public record TrainTest(Dataset train, Optional<Dataset> test) {
  /** Checks that both are bytes or both are real numbers, and have the same columns. */
  public TrainTest {
    test.ifPresent(
        other -> {
          if (other.features().type() != train.features().type()) {
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
    return dataset.features().type() == ElementType.U8 ? "images" : "a table of numbers";
  }
}
