package oncilla.cli.options;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import oncilla.cli.console.Usage;
import oncilla.data.TrainTest;
import oncilla.data.split.ValidationSplit;
import oncilla.nn.Standardization;
import oncilla.train.Validation;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What a run is validated on, and whether that ends it. */
public final class ValidationOptions {
  /** What is held out. */
  @Mixin public SplitOptions split;

  @Option(
      names = "--early-stop",
      paramLabel = "N",
      description =
          "With --validation-split: stop after N validations without a lower cost, and save the"
              + " model of the lowest.")
  Integer earlyStop;

  /** Refuses what has no meaning, before data is read. */
  public void require(CommandSpec spec) {
    split.require(spec);
    if (earlyStop == null) {
      return;
    }
    if (!split.given()) {
      throw Usage.error(spec, "--early-stop has no meaning without --validation-split");
    }
    if (earlyStop < 1) {
      throw Usage.error(spec, "--early-stop must be at least 1, not " + earlyStop);
    }
  }

  /**
   * What a run gets.
   *
   * @param data with what is left of the training set
   * @param validation what to validate on, where a part is held out
   */
  public record Parts(TrainTest data, Optional<Validation> validation) {
    /** All of it with the numbers of the training set that is left, if there are any. */
    public Parts standardized(Optional<Standardization> numbers) {
      return numbers
          .map(
              it -> new Parts(data.standardized(it), validation.map(held -> held.standardized(it))))
          .orElse(this);
    }
  }

  /**
   * Holds out what is to be held out.
   *
   * @throws oncilla.data.DataException if nothing of a class would be left
   */
  public Parts split(TrainTest data, long seed) {
    if (!split.given()) {
      return new Parts(data, Optional.empty());
    }
    ValidationSplit parts = split.draw(data.train(), seed);
    OptionalInt patience = earlyStop == null ? OptionalInt.empty() : OptionalInt.of(earlyStop);
    return new Parts(
        new TrainTest(parts.train(), data.test()),
        Optional.of(new Validation(parts.validation(), patience)));
  }

  /** Puts the options into a configuration. */
  public void describe(Map<String, Object> options) {
    split.describe(options);
    options.put("early_stop", earlyStop);
  }
}
