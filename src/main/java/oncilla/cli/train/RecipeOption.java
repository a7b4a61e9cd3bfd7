package oncilla.cli.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.data.Dataset;
import picocli.CommandLine.Model.CommandSpec;
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

  /** Fills in what the recipe that was asked for has, so that all options can be checked. */
  void fillBeforeReading(CommandSpec spec) {
    if (recipe == Recipe.Name.PHOTOS) {
      Recipe.photos(Recipe.FEWEST_TO_SPLIT, true).fill(spec);
    }
  }

  /**
   * Chooses the recipe for data that has been read, fills it in, and says what was taken.
   *
   * @param folder whether the training data is a folder of pictures
   * @param demo whether the program drew it, with defaults of its own
   * @return its name
   */
  Recipe.Name fill(
      CommandSpec spec, Dataset train, boolean folder, boolean demo, Messages messages) {
    boolean images = train.features().imageGeometry().isPresent();
    Optional<String> said =
        DECIDING.stream().filter(option -> Usage.given(spec, option)).findFirst();
    boolean enough = folder && train.size() >= Recipe.FEWEST_TO_SPLIT;
    if (recipe == Recipe.Name.PHOTOS || (recipe == null && enough && said.isEmpty())) {
      List<String> taken = Recipe.photos(train.size(), images).fill(spec);
      messages.say(
          "recipe photos, for %d training pictures: %s; an option you give goes before it, and --recipe notes takes none of it"
              .formatted(train.size(), String.join(" ", taken)));
      return Recipe.Name.PHOTOS;
    }
    if (recipe == null && !demo) {
      messages.say(why(enough ? said : Optional.empty(), folder, images));
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
