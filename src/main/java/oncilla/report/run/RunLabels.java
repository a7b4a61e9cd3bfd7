package oncilla.report.run;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names runs in one figure by the settings they differ in, and by their folder where they differ in
 * none.
 *
 * @param runs at least one
 */
public record RunLabels(List<SavedRun> runs) {
  /** Settings that change what is looked at, not what is computed. */
  private static final Set<String> OF_LOOKING =
      Set.of("log_every", "no_curves", "checkpoint_every", "keep_checkpoints");

  /** Settings that mostly follow from the backend. */
  private static final Set<String> OF_THE_BACKEND = Set.of("device", "binding");

  /** Settings that a reader wants to know where all runs share them. */
  private static final List<String> TELLING =
      List.of("hidden", "activation", "init", "learning_rate", "l2", "keep_prob", "seed");

  private static final String ABSENT = "none";

  /** What runs were before a setting for it was there. */
  private static final Map<String, String> BEFORE_THERE_WAS_A_CHOICE =
      Map.of("activation", "relu", "batch_size", "0", "standardize", "false", "augment", "none");

  /** Copies the list. */
  public RunLabels {
    runs = List.copyOf(runs);
  }

  /** A different label for every run whose folder is different, in the order of the runs. */
  public List<String> labels() {
    List<String> different = differentKeys();
    List<String> described = new ArrayList<>();
    for (SavedRun run : runs) {
      described.add(describe(run, different));
    }
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      String label = described.get(i);
      boolean unique = described.indexOf(label) == described.lastIndexOf(label);
      String folder = runs.get(i).directory().toString();
      labels.add(label.isEmpty() ? folder : unique ? label : label + " (" + folder + ")");
    }
    return labels;
  }

  /** The telling settings that all runs share, such as {@code hidden 20,3, learning rate 0.3}. */
  public String common() {
    List<String> different = differentKeys();
    List<String> shared =
        TELLING.stream()
            .filter(key -> !different.contains(key) && runs.get(0).settings().containsKey(key))
            .toList();
    return describe(runs.get(0), shared);
  }

  private List<String> differentKeys() {
    Set<String> keys = new LinkedHashSet<>();
    runs.forEach(run -> keys.addAll(run.settings().keySet()));
    return keys.stream()
        .filter(key -> !OF_LOOKING.contains(key))
        .filter(this::isDifferent)
        .filter(key -> !OF_THE_BACKEND.contains(key) || isDifferentOnOneBackend(key))
        .toList();
  }

  private boolean isDifferent(String key) {
    return runs.stream().map(run -> value(run, key)).distinct().count() > 1;
  }

  /** Whether a setting says more than the name of the backend does. */
  private boolean isDifferentOnOneBackend(String key) {
    Map<String, Set<String>> values =
        runs.stream()
            .collect(
                groupingBy(run -> value(run, "backend"), mapping(run -> value(run, key), toSet())));
    return values.values().stream().anyMatch(onOneBackend -> onOneBackend.size() > 1);
  }

  private static String describe(SavedRun run, List<String> keys) {
    return String.join(
        ", ", keys.stream().map(key -> key.replace('_', ' ') + " " + value(run, key)).toList());
  }

  /**
   * The value of a setting; of a path only the last part, because the whole would fill the figure.
   */
  private static String value(SavedRun run, String key) {
    String value =
        run.settings().getOrDefault(key, BEFORE_THERE_WAS_A_CHOICE.getOrDefault(key, ABSENT));
    boolean isPath = key.equals("train") || key.equals("test") || key.equals("init_from");
    return isPath ? String.valueOf(Path.of(value).getFileName()) : value;
  }
}
