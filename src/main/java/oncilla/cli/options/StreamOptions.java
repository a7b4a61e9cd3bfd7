package oncilla.cli.options;

import java.util.Locale;
import java.util.Map;
import oncilla.data.Caching;
import picocli.CommandLine.Option;

/** Whether the training set lies on the device. */
public final class StreamOptions {
  /** When it does not; {@code toString} is the word. */
  public enum When {
    /** Where it does not fit. */
    AUTO,
    /** Never. */
    ON,
    /** Always. */
    OFF;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--stream",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "Leave the training set with the host and send each batch while the one before is"
              + " computed: ${COMPLETION-CANDIDATES}; auto does where the set does not fit the"
              + " device. The model is the same (default ${DEFAULT-VALUE}).")
  When stream;

  /** When the training set is to stay with the host. */
  public When when() {
    return stream;
  }

  /** Which decoded pictures are kept in a file. */
  public Caching caching() {
    return stream == When.ON ? Caching.ofUser().always() : Caching.ofUser();
  }

  /** Puts the option into a configuration. */
  public void describe(Map<String, Object> options) {
    options.put("stream", stream.toString());
  }
}
