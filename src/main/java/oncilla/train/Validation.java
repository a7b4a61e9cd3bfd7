package oncilla.train;

import java.util.OptionalInt;
import oncilla.data.Dataset;
import oncilla.nn.Standardization;

/**
 * What a run is validated on: examples that it does not train on, to see on the way how the model
 * does on examples that are new to it, and to stop when it no longer gets better.
 *
 * @param examples held out of the training set
 * @param patience validations without a lower cost after which the run stops; it then gives the
 *     parameters of the lowest. Empty: the run goes to its end, and gives the last parameters
 */
public record Validation(Dataset examples, OptionalInt patience) {
  /** Checks the patience; a message fits behind the name of an option. */
  public Validation {
    patience.ifPresent(Validation::requirePatience);
  }

  /**
   * The patience itself.
   *
   * @throws IllegalArgumentException if it is not at least 1
   */
  public static int requirePatience(int patience) {
    if (patience < 1) {
      throw new IllegalArgumentException(
          "validations without a lower cost must be at least 1, not " + patience);
    }
    return patience;
  }

  /** The same examples with numbers to standardise them with. */
  public Validation standardized(Standardization numbers) {
    return new Validation(examples.standardized(numbers), patience);
  }

  /** Whether the run gives the parameters of the lowest validation cost. */
  public boolean keepsBest() {
    return patience.isPresent();
  }
}
