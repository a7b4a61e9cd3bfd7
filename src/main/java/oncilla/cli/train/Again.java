package oncilla.cli.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.provider.Selection;
import oncilla.cli.checkpoint.DataIdentity;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Version;
import oncilla.data.DataException;
import oncilla.report.run.RunConfig;
import oncilla.report.run.RunDirectory;

/**
 * A run that has been before, and is to go on or to be made again.
 *
 * @param config what it was made with
 * @param how what is to become of it
 * @param finished the updates that it made, where it is finished
 */
record Again(RunConfig config, How how, OptionalLong finished) {
  /** Where a configuration has how many examples of a batch were computed at once, if not all. */
  static final String ROWS_AT_ONCE = "rows_at_once";

  /** What is to become of a run. */
  enum How {
    /** Another one with its options. */
    LIKE,
    /** The same one goes on. */
    RESUME,
    /** The same one once more, to be compared. */
    REPRODUCE
  }

  /** Reads the configuration of a run that another is to be like. */
  static Again like(Path file) {
    return new Again(RunConfig.read(file), How.LIKE, OptionalLong.empty());
  }

  /** Reads the run of a directory. */
  static Again of(RunDirectory directory, How how) {
    return new Again(
        RunConfig.read(directory.config()), how, RunConfig.finishedUpdates(directory.path()));
  }

  /**
   * Reads a finished run that is to be made once more.
   *
   * @throws DataException if it is none
   */
  static Again finished(Path run) {
    OptionalLong updates = RunConfig.finishedUpdates(run);
    RunConfig config = RunConfig.read(run.resolve("config.json"));
    if (updates.isEmpty()) {
      throw new DataException(run + ": not finished; train --resume goes on with it");
    }
    return new Again(config, How.REPRODUCE, updates);
  }

  boolean resumes() {
    return how == How.RESUME;
  }

  /**
   * Words that ask for what computed the run where its options left that open: what would be chosen
   * may be another today.
   */
  List<String> chosen() {
    List<String> words = new ArrayList<>();
    Map<String, String> was = config.selection();
    boolean trustsAll = option("unverified").filter("true"::equals).isPresent();
    if (option("backend").filter("auto"::equals).isPresent() && !trustsAll) {
      add(words, "--backend", was.get("backend"));
    }
    if (option("precision").isEmpty()) {
      add(words, "--precision", was.get("precision"));
    }
    return how == How.LIKE ? List.of() : words;
  }

  /** Whether it is to end where its configuration says already. */
  boolean endsAsBefore(Map<String, Object> options) {
    Map<String, String> now = Suggestions.texts(options);
    return Stream.of("iterations", "epochs")
        .allMatch(key -> option(key).equals(Optional.ofNullable(now.get(key))));
  }

  private static void add(List<String> words, String option, String value) {
    if (value != null) {
      words.add(option + "=" + value);
    }
  }

  private Optional<String> option(String key) {
    return config.options().getOrDefault(key, Optional.empty());
  }

  /**
   * Compares what computes now with what did then: to be compared a run needs the same, one that
   * goes on may end in other last bits.
   *
   * @throws DataException if it is another where it must not be
   */
  void requireDevice(Selection selection, Messages messages) {
    Map<String, String> was = config.selection();
    String then = device(was.get("backend"), was.get("device"), was.get("platform"));
    String now =
        device(selection.backend(), selection.device().name(), selection.device().platform());
    if (how == How.LIKE || !was.containsKey("device") || now.equals(then)) {
      return;
    }
    if (how == How.REPRODUCE) {
      throw new DataException(
          "%s: computed by %s, and here that would be %s".formatted(config.file(), then, now));
    }
    messages.warn(
        "the run began on %s and goes on on %s: its last bits may be others".formatted(then, now));
  }

  private static String device(String backend, String device, String platform) {
    return "%s on %s, %s".formatted(backend, device, platform);
  }

  /** Compares version and driver; the latter shows only when the backend is open. */
  void compareOrigin(Backend backend, Messages messages) {
    String version = config.version();
    if (how != How.LIKE && !version.isEmpty() && !version.equals(Version.current())) {
      messages.warn(
          "%s: written by version %s, and this is %s"
              .formatted(config.file(), version, Version.current()));
    }
    String then = config.selection().get("driver");
    if (how != How.LIKE && then != null && !then.equals(backend.device().driver())) {
      messages.warn(
          "%s: computed with the driver %s, and here it is %s"
              .formatted(config.file(), then, backend.device().driver()));
    }
  }

  /**
   * Compares the parts in which a batch is computed with those of then: where they begin and end
   * elsewhere, sums are rounded elsewhere.
   *
   * @param rowsAtOnce examples of a part; empty where batches are computed at once
   */
  void compareParts(OptionalInt rowsAtOnce, Messages messages) {
    String then = parts(config.selection().getOrDefault(ROWS_AT_ONCE, ""));
    String now = parts(rowsAtOnce.isPresent() ? Integer.toString(rowsAtOnce.getAsInt()) : "");
    if (how != How.LIKE && !then.equals(now)) {
      messages.warn(
          "%s: batches were computed %s, and here they are %s: the last bits may be others"
              .formatted(config.file(), then, now));
    }
  }

  private static String parts(String rows) {
    return rows.isEmpty() ? "at once" : rows + " examples at a time";
  }

  /**
   * Compares the data with what it was then.
   *
   * @param data by the option that names it
   * @throws DataException if it is another where it must not be
   */
  void requireData(Map<String, DataIdentity> data, Messages messages) {
    for (Map.Entry<String, DataIdentity> entry : data.entrySet()) {
      Map<String, String> was = config.data().get(entry.getKey());
      Optional<String> difference =
          was == null ? Optional.empty() : entry.getValue().difference(config, was);
      if (difference.isPresent() && how != How.LIKE) {
        throw new DataException(difference.get());
      }
      difference.ifPresent(messages::warn);
    }
  }
}
