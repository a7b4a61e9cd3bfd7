package oncilla.cli.options;

import java.util.Map;
import picocli.CommandLine.Option;

/** How many examples an update takes. */
public final class BatchOptions {
  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Examples of an update, in an order that each epoch shuffles; 0 is all of them, as they"
              + " are stored (default ${DEFAULT-VALUE}).")
  int batchSize;

  /** Examples of an update; 0 for all. */
  public int size() {
    return batchSize;
  }

  /** Puts the options into a configuration. */
  public void describe(Map<String, Object> options) {
    options.put("batch_size", batchSize);
  }
}
