package oncilla.cli.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import oncilla.cli.console.Invocation;
import oncilla.cli.options.HiddenLayers;
import oncilla.report.Decimals;
import oncilla.train.metric.Finding;
import oncilla.train.metric.Verdict;

/**
 * What to try after a verdict: the command of the run with one thing changed. All that may be
 * suggested stands in {@link #CANDIDATES}, the most promising first; what the program has no option
 * for, or the run has already, is passed over.
 *
 * @param typed the options of the run
 * @param used every option with the value that it had, defaults included, by its name in {@code
 *     config.json}
 * @param images whether it was trained on images
 * @param exists whether {@code train} has an option
 */
record Suggestions(
    TypedOptions typed,
    Map<String, String> used,
    boolean images,
    Function<String, Boolean> exists) {
  /** Most things to try. */
  static final int MOST = 3;

  /**
   * A command and why one would run it.
   *
   * @param why what the change does
   * @param command to be pasted
   */
  record Suggestion(String why, String command) {}

  /**
   * A change that may help.
   *
   * @param when findings of which one must be there
   * @param imagesOnly whether it is for images
   * @param why what it does
   * @param change options with their new values; empty if the run has it already
   */
  private record Candidate(
      Set<Finding> when,
      boolean imagesOnly,
      String why,
      Function<Suggestions, Map<String, String>> change) {}

  /** Options that belong to a run and not to what is tried. */
  private static final List<String> NOT_AGAIN =
      List.of("--out", "--quiet", "--json", "--verbose", "--resume", "--config");

  private static final Set<Finding> ANY_WEAKNESS =
      Set.of(
          Finding.UNCLEAR,
          Finding.NOT_BETTER,
          Finding.RANKS_ONLY,
          Finding.OVERFITTING,
          Finding.UNDERFITTING);

  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate(
              Set.of(Finding.IMBALANCED),
              false,
              "lets both classes count the same in the cost",
              run -> run.unlessUsed("--class-weight", "balanced")),
          new Candidate(
              ANY_WEAKNESS,
              true,
              "trains as has worked for photographs",
              run -> run.typed().has("--demo") ? Map.of() : run.unlessUsed("--recipe", "photos")),
          new Candidate(
              Set.of(Finding.OVERFITTING),
              true,
              "shows each picture flipped and shifted, so that it is harder to learn by heart",
              run -> run.ifOff("--augment", "none", "light")),
          new Candidate(
              Set.of(Finding.OVERFITTING),
              false,
              "holds a tenth back, and stops where that gets no better",
              Suggestions::earlyStop),
          new Candidate(
              Set.of(Finding.OVERFITTING),
              false,
              "drops a fifth of the hidden units in each step, so that none relies on another",
              Suggestions::dropout),
          new Candidate(
              Set.of(Finding.OVERFITTING),
              false,
              "keeps weights small",
              run -> run.ifOff("--l2", "0", "0.7")),
          new Candidate(
              Set.of(Finding.OVERFITTING),
              false,
              "takes a net half as wide, which can learn less by heart",
              run -> run.resized(1, 2)),
          new Candidate(
              Set.of(Finding.ALL_ONE_CLASS, Finding.UNDERFITTING),
              false,
              "starts with the weights that layers with ReLU need",
              Suggestions::heStart),
          new Candidate(
              Set.of(Finding.UNDERFITTING, Finding.ALL_ONE_CLASS),
              false,
              "gives each weight a step of its own size",
              Suggestions::adam),
          new Candidate(
              Set.of(Finding.UNDERFITTING, Finding.ALL_ONE_CLASS),
              false,
              "trains twice as long",
              Suggestions::longer),
          new Candidate(
              Set.of(Finding.UNDERFITTING),
              false,
              "takes a net twice as wide",
              run -> run.resized(2, 1)));

  /** At most three, the most promising first. */
  List<Suggestion> after(Verdict verdict) {
    List<Suggestion> suggestions = new ArrayList<>();
    for (Candidate candidate : CANDIDATES) {
      boolean asked = candidate.when().stream().anyMatch(verdict.findings()::contains);
      if (!asked || (candidate.imagesOnly() && !images) || suggestions.size() == MOST) {
        continue;
      }
      Map<String, String> change = candidate.change().apply(this);
      if (!change.isEmpty() && change.keySet().stream().allMatch(exists::apply)) {
        suggestions.add(new Suggestion(candidate.why(), command(change)));
      }
    }
    return suggestions;
  }

  private String command(Map<String, String> change) {
    TypedOptions changed = typed.without(NOT_AGAIN);
    for (Map.Entry<String, String> option : change.entrySet()) {
      changed = changed.with(option.getKey(), option.getValue());
    }
    List<String> words = new ArrayList<>(List.of("train"));
    words.addAll(changed.commandLine());
    return Invocation.ofProcess().command(words);
  }

  /** Whether {@code train} has an option. */
  boolean has(String option) {
    return exists.apply(option);
  }

  /** What {@code config.json} has for an option. */
  private Optional<String> value(String option) {
    return Optional.ofNullable(used.get(option.substring(2).replace('-', '_')));
  }

  private Map<String, String> unlessUsed(String option, String value) {
    return value(option).filter(value::equals).isPresent() ? Map.of() : Map.of(option, value);
  }

  /** Where the option is off: by its value for that, or because there is none. */
  private Map<String, String> ifOff(String option, String off, String value) {
    return value(option).filter(used -> !used.equals(off)).isPresent()
        ? Map.of()
        : Map.of(option, value);
  }

  private boolean hasHiddenLayers() {
    return !value("--hidden").orElse("none").equals("none");
  }

  /** A share that is held back already is kept. */
  private Map<String, String> earlyStop() {
    if (value("--early-stop").isPresent()) {
      return Map.of();
    }
    Map<String, String> change = new LinkedHashMap<>();
    if (!typed.has("--validation-split")) {
      change.put("--validation-split", "0.1");
    }
    change.put("--early-stop", "10");
    return change;
  }

  private Map<String, String> dropout() {
    return hasHiddenLayers() ? ifOff("--keep-prob", "1", "0.8") : Map.of();
  }

  private Map<String, String> heStart() {
    boolean relu = value("--activation").orElse("relu").equals("relu");
    boolean otherStart = typed.has("--init-from") || typed.has("--init-scale");
    return relu && hasHiddenLayers() && !otherStart ? unlessUsed("--init", "he") : Map.of();
  }

  /** With the step that goes with it, because that of plain descent is too long. */
  private Map<String, String> adam() {
    if (value("--optimizer").orElse("sgd").startsWith("adam") || typed.has("--momentum")) {
      return Map.of();
    }
    Map<String, String> change = new LinkedHashMap<>();
    change.put("--optimizer", "adam");
    change.put("--learning-rate", "0.001");
    return change;
  }

  private Map<String, String> longer() {
    String option = value("--epochs").isPresent() ? "--epochs" : "--iterations";
    return value(option)
        .filter(number -> number.matches("[1-9][0-9]{0,8}"))
        .map(number -> Map.of(option, Long.toString(2 * Long.parseLong(number))))
        .orElse(Map.of());
  }

  /** With hidden layers of another width; a start from a file fits the old ones only. */
  private Map<String, String> resized(int times, int over) {
    if (!hasHiddenLayers() || typed.has("--init-from")) {
      return Map.of();
    }
    HiddenLayers hidden = HiddenLayers.parse(value("--hidden").orElseThrow());
    HiddenLayers resized =
        new HiddenLayers(hidden.units().stream().map(n -> Math.max(1, n * times / over)).toList());
    return resized.equals(hidden) ? Map.of() : Map.of("--hidden", resized.toString());
  }

  /** The values of options as text, as {@code config.json} has them. */
  static Map<String, String> texts(Map<String, ?> options) {
    Map<String, String> texts = new LinkedHashMap<>();
    options.forEach(
        (key, value) -> {
          if (value != null) {
            texts.put(key, text(value));
          }
        });
    return texts;
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return String.join(",", list.stream().map(Suggestions::text).toList());
    }
    return value instanceof Double number ? Decimals.shortest(number) : value.toString();
  }

  /** Whether the files of these options are where the user stands. */
  boolean hasFilesHere() {
    for (String option : List.of("--train", "--test", "--init-from")) {
      Optional<String> path = typed.values().getOrDefault(option, Optional.empty());
      if (path.isPresent() && !Files.exists(Path.of(path.get()))) {
        return false;
      }
    }
    return true;
  }
}
