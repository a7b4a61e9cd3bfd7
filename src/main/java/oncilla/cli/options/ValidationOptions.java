package oncilla.cli.options;

import java.util.Map;
import java.util.OptionalInt;
import oncilla.cli.console.Usage;
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

  /** Validations without a lower cost after which a run stops, if it is to stop. */
  public OptionalInt patience() {
    return earlyStop == null ? OptionalInt.empty() : OptionalInt.of(earlyStop);
  }

  /** Puts the options into a configuration. */
  public void describe(Map<String, Object> options) {
    split.describe(options);
    options.put("early_stop", earlyStop);
  }
}
