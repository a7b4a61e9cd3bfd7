package oncilla.cli.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import oncilla.data.DataException;
import oncilla.report.run.RunConfig;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The words of a command line that give each option the value it has in a {@code config.json}. An
 * option is among them only where its value would be another without: so an option that has no
 * meaning beside the others is not, though its value stands in the file.
 */
public final class SavedOptions {
  /** What the recipe filled in stands in the file, option by option. */
  private static final String RECIPE = "recipe";

  private final RunConfig config;
  private final CommandSpec spec;
  private final Function<List<String>, Map<String, String>> values;

  /**
   * Options of a command.
   *
   * @param values the value that each option has with these words; one without a value is not among
   *     them
   */
  public SavedOptions(
      RunConfig config, CommandSpec spec, Function<List<String>, Map<String, String>> values) {
    this.config = config;
    this.spec = spec;
    this.values = values;
  }

  /**
   * The words, an option with its value in one.
   *
   * @throws DataException in one line, if the file says what cannot be said
   */
  public List<String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    if (config.options().containsKey(RECIPE)) {
      words.put(RECIPE, "--recipe=notes");
    }
    while (true) {
      Map<String, String> now = valuesWith(words);
      Optional<String> wrong =
          config.options().keySet().stream()
              .filter(key -> !words.containsKey(key))
              .filter(key -> config.options().get(key).isPresent())
              .filter(key -> !config.options().get(key).get().equals(now.get(key)))
              .findFirst();
      if (wrong.isEmpty()) {
        requireSame(now);
        return List.copyOf(words.values());
      }
      words.put(wrong.get(), word(wrong.get(), config.options().get(wrong.get()).get()));
    }
  }

  private Map<String, String> valuesWith(Map<String, String> words) {
    try {
      return values.apply(List.copyOf(words.values()));
    } catch (CommandLine.ParameterException refused) {
      throw new DataException(config.file() + ": options: " + refused.getMessage(), refused);
    }
  }

  private String word(String key, String value) {
    String name = "--" + key.replace('_', '-');
    OptionSpec option = spec.findOption(name);
    if (option == null) {
      throw new DataException(
          config.file() + ": options: " + key + ", and there is no option " + name);
    }
    boolean isFlag = option.arity().max() == 0;
    return isFlag && value.equals("true") ? name : name + "=" + value;
  }

  private void requireSame(Map<String, String> now) {
    config
        .options()
        .forEach(
            (key, value) -> {
              if (!key.equals(RECIPE) && !value.equals(Optional.ofNullable(now.get(key)))) {
                throw new DataException(
                    "%s: options: %s is %s, which the other options make %s"
                        .formatted(
                            config.file(),
                            key,
                            value.orElse("null"),
                            now.getOrDefault(key, "null")));
              }
            });
  }

  /** Which options that somebody gives make one of the file's meaningless. */
  private static final Map<String, Set<String>> YIELDS =
      Map.of(
          "--epochs", Set.of("--iterations"),
          "--iterations", Set.of("--epochs"),
          "--train", Set.of("--demo", "--demo-pictures"),
          "--demo", Set.of("--train", "--test", "--positive", "--skip-unreadable"),
          "--init", Set.of("--init-from"),
          "--init-from", Set.of("--init", "--init-scale"),
          "--optimizer", Set.of("--momentum", "--beta1", "--beta2", "--epsilon", "--weight-decay"),
          "--schedule", Set.of("--step-every", "--step-factor"),
          "--backend", Set.of("--device", "--binding", "--cpu-blas"));

  /**
   * The words of a file with what somebody said in their place.
   *
   * @param saved the words of a file
   * @param said words that go before them
   */
  public static List<String> with(List<String> saved, List<String> said) {
    List<String> words = new ArrayList<>();
    for (String word : saved) {
      boolean yields =
          said.stream()
              .map(SavedOptions::name)
              .anyMatch(
                  name ->
                      name.equals(name(word))
                          || YIELDS.getOrDefault(name, Set.of()).contains(name(word)));
      if (!yields) {
        words.add(word);
      }
    }
    words.addAll(said);
    return words;
  }

  private static String name(String word) {
    int end = word.indexOf('=');
    return end < 0 ? word : word.substring(0, end);
  }
}
