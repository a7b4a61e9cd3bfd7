package oncilla.data;

import java.util.Optional;
import oncilla.backend.ElementType;
import oncilla.nn.Standardization;

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
          requireSameImages(train, other);
        });
  }

  private static void requireSameImages(Dataset train, Dataset other) {
    Optional<ImageGeometry> found = other.features().imageGeometry();
    Optional<ImageGeometry> wanted = train.features().imageGeometry();
    if (found.isPresent() && wanted.isPresent() && !found.equals(wanted)) {
      throw new DataException(
          other.source()
              + ": images of "
              + found.get()
              + ", expected "
              + wanted.get()
              + " as in "
              + train.source());
    }
  }

  /** Both sets, standardised with the same numbers on their way into the network. */
  public TrainTest standardized(Standardization numbers) {
    return new TrainTest(
        train.standardized(numbers), test.map(other -> other.standardized(numbers)));
  }

  /** Both; where one is images of whole bytes and the other is not, both as real numbers. */
  public static TrainTest ofOneType(Dataset train, Optional<Dataset> test) {
    if (test.isEmpty() || test.get().features().type() == train.features().type()) {
      return new TrainTest(train, test);
    }
    return new TrainTest(real(train), Optional.of(real(test.get())));
  }

  private static Dataset real(Dataset data) {
    return data.features().type() == ElementType.U8
        ? new Dataset(
            data.source(),
            RealImages.of(data.features()),
            data.labels(),
            data.classNames(),
            data.names(),
            data.files())
        : data;
  }

  private static String kind(Dataset dataset) {
    boolean bytes = dataset.features().type() == ElementType.U8;
    return dataset.features().imageGeometry().isEmpty()
        ? bytes ? "a table of bytes" : "a table of numbers"
        : bytes ? "images" : "images of real numbers";
  }
}
