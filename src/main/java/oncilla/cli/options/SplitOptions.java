package oncilla.cli.options;

import java.util.Map;
import oncilla.cli.console.Usage;
import oncilla.data.Dataset;
import oncilla.data.split.ValidationSplit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What of the training set is not trained on. */
public final class SplitOptions {
  @Option(
      names = "--validation-split",
      paramLabel = "F",
      description =
          "Hold this share of each class of the training set out, to validate on; equal examples"
              + " stay on one side.")
  Double split;

  /** Whether a part is to be held out. */
  public boolean given() {
    return split != null;
  }

  /** Checks the share, before data is read. */
  public void require(CommandSpec spec) {
    if (given()) {
      Usage.check(spec, () -> ValidationSplit.requireFraction(split));
    }
  }

  /**
   * The training set in two; only if a part is to be held out.
   *
   * @throws oncilla.data.DataException if nothing of a class would be left
   */
  public ValidationSplit draw(Dataset train, long seed) {
    return ValidationSplit.draw(train, split, seed);
  }

  /** Puts the options into a configuration. */
  public void describe(Map<String, Object> options) {
    options.put("validation_split", split);
  }
}
