package oncilla.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.data.Caching;
import oncilla.data.DataOptions;
import oncilla.io.SavedModel;
import oncilla.report.Decimals;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How images are read. */
public final class ImageOptions {
  @Option(
      names = "--positive",
      paramLabel = "CLASS",
      description =
          "Class with label 1: a sub-folder, or a word of the labels (default cat; for a saved"
              + " model, its own).")
  String positive;

  @Option(
      names = "--image-size",
      paramLabel = "N",
      description =
          "Height and width that images are scaled to (default 64; with --demo "
              + DemoDefaults.IMAGE_SIZE
              + "; for a saved model, its own).")
  Integer imageSize;

  @Option(names = "--skip-unreadable", description = "Leave unreadable images out, with a warning.")
  public boolean skipUnreadable;

  @Mixin TableReading tables;

  /** The options here that say how data is read. */
  public static List<String> names() {
    List<String> names =
        new ArrayList<>(List.of("--positive", "--image-size", "--skip-unreadable"));
    names.addAll(TableReading.NAMES);
    return names;
  }

  /** The sub-folder whose images have label 1: as asked, or the default. */
  public String positive() {
    return positive == null ? DataOptions.defaults().positive() : positive;
  }

  /** Height and width that images are scaled to: as asked, or the default. */
  public int imageSize() {
    return imageSize == null ? DataOptions.defaults().imageSize() : imageSize;
  }

  /** The options, with defaults. */
  public DataOptions options(CommandSpec spec) {
    return options(spec, positive(), imageSize());
  }

  /**
   * The options; where none were given, those that {@code model} was trained with.
   *
   * @param messages is told of numbers that are divided because those of the training were
   */
  public DataOptions optionsFor(
      CommandSpec spec, SavedModel model, boolean folder, Messages messages) {
    DataOptions options =
        options(
            spec,
            positive == null && model.imageSize().isPresent()
                ? model.classNames().get(1)
                : positive(),
            imageSize == null
                ? model.imageSize().map(SavedModel.ImageSize::height).orElse(imageSize())
                : imageSize);
    if (folder
        || model.imageSize().isPresent()
        || model.divisor() == 1
        || options.tables().divide().isPresent()) {
      return options;
    }
    messages.say(
        "numbers are divided by %s, as those that the model was trained on"
            .formatted(Decimals.shortest(model.divisor())));
    return options.withTables(options.tables().dividedBy(model.divisor()));
  }

  private DataOptions options(CommandSpec spec, String label, int size) {
    return Usage.check(
        spec,
        () ->
            new DataOptions(
                label,
                size,
                skipUnreadable,
                positive != null,
                tables.options(spec),
                Caching.ofUser()));
  }

  /** Refuses what only folders of images need, where there are only files. */
  public void requireUse(CommandSpec spec, List<Path> data) {
    if (data.stream().allMatch(Files::isRegularFile)) {
      refuse(spec, imageSize != null, "--image-size", "is for folders of images");
      refuse(spec, skipUnreadable, "--skip-unreadable", "is for folders of images");
    }
    tables.requireUse(spec, data);
  }

  /** Refuses what pictures drawn here do not need. */
  void requireNone(CommandSpec spec) {
    refuse(spec, positive != null, "--positive", "has no meaning with --demo");
    refuse(spec, skipUnreadable, "--skip-unreadable", "has no meaning with --demo");
    TableReading.NAMES.forEach(
        option -> refuse(spec, Usage.given(spec, option), option, "has no meaning with --demo"));
  }

  /** Puts the options into a configuration. */
  public void describe(Map<String, Object> options, int usedImageSize) {
    options.put("positive", positive());
    options.put("image_size", usedImageSize);
    options.put("skip_unreadable", skipUnreadable);
    tables.describe(options);
  }

  private static void refuse(CommandSpec spec, boolean given, String option, String why) {
    if (given) {
      throw Usage.error(spec, option + " " + why);
    }
  }
}
