package oncilla.cli.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.cli.console.Usage;
import oncilla.data.Dataset;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Which recipe fills in what was not said, and what of it was taken. */
final class RecipeOption {
  /** Whoever gives one of them knows how to train, and is not led elsewhere. */
  static final List<String> DECIDING =
      List.of(
          "--optimizer", "--iterations", "--epochs", "--batch-size", "--learning-rate", "--hidden");

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "What fills in the options that are not given: ${COMPLETION-CANDIDATES} (default photos"
              + " for a folder of 200 or more training pictures where none of --optimizer,"
              + " --iterations, --epochs, --batch-size, --learning-rate and --hidden is given,"
              + " else notes).")
  Recipe.Name recipe;

  private Optional<String> sentence = Optional.empty();

  /** What options had before the recipe was tried. */
  private final Map<OptionSpec, Object> before = new LinkedHashMap<>();

  /**
   * Fills in what is to be expected, so that the options can be checked before anything is read.
   *
   * @param folder whether the training data is a folder of pictures
   */
  void fillBeforeReading(CommandSpec spec, boolean folder) {
    if (recipe == Recipe.Name.PHOTOS || (recipe == null && folder && deciding(spec).isEmpty())) {
      Recipe expected = Recipe.photos(Recipe.FEWEST_TO_SPLIT, true);
      for (String name : expected.values().keySet()) {
        OptionSpec option = spec.findOption(name);
        before.put(option, option.getValue());
      }
      expected.fill(spec);
    }
  }

  /** What was taken, in one line; empty where nobody needs to be told. */
  Optional<String> sentence() {
    return sentence;
  }

  private static Optional<String> deciding(CommandSpec spec) {
    return DECIDING.stream().filter(option -> Usage.given(spec, option)).findFirst();
  }

  /**
   * Chooses the recipe for data that has been read, and fills it in.
   *
   * @param folder whether the training data is a folder of pictures
   * @param demo whether the program drew it, with defaults of its own
   * @return its name
   */
  Recipe.Name fill(CommandSpec spec, Dataset train, boolean folder, boolean demo) {
    before.forEach(OptionSpec::setValue);
    boolean images = train.features().imageGeometry().isPresent();
    Optional<String> said = deciding(spec);
    boolean enough = folder && train.size() >= Recipe.FEWEST_TO_SPLIT;
    if (recipe == Recipe.Name.PHOTOS || (recipe == null && enough && said.isEmpty())) {
      List<String> taken = Recipe.photos(train.size(), images).fill(spec);
      sentence =
          Optional.of(
              "recipe photos, for %d training pictures: %s; an option you give goes before it, and --recipe notes takes none of it"
                  .formatted(train.size(), String.join(" ", taken)));
      return Recipe.Name.PHOTOS;
    }
    if (recipe == null && !demo) {
      sentence = Optional.of(why(enough ? said : Optional.empty(), folder, images));
    }
    return Recipe.Name.NOTES;
  }

  private static String why(Optional<String> said, boolean folder, boolean images) {
    if (said.isPresent()) {
      return "recipe notes, as "
          + said.get()
          + " was given; --recipe photos fills in what was not said";
    }
    return folder
        ? "recipe notes, as there are fewer than "
            + Recipe.FEWEST_TO_SPLIT
            + " training pictures; --recipe photos trains as has worked for photographs"
        : images
            ? "recipe notes; --recipe photos trains as has worked for photographs"
            : "recipe notes; --recipe photos takes mini-batches, AdamW and a validation split";
  }

  /** Puts the option into a configuration. */
  static void describe(Map<String, Object> options, Recipe.Name taken) {
    options.put("recipe", taken.toString());
  }
}
