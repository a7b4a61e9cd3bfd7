package oncilla.cli.options;

import java.util.Map;
import java.util.Optional;
import oncilla.backend.Augmentation;
import oncilla.cli.console.Usage;
import oncilla.data.Dataset;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How many examples an update takes, and what happens to them on the way. */
public final class BatchOptions {
  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Examples of an update, in an order that each epoch shuffles; 0 is all of them, as they"
              + " are stored (default ${DEFAULT-VALUE}).")
  int batchSize;

  @Option(
      names = "--augment",
      paramLabel = "HOW",
      defaultValue = "none",
      converter = Choices.AugmentationOrNone.class,
      completionCandidates = Choices.AugmentationOrNone.class,
      description =
          "Change training images at random, differently in each epoch: ${COMPLETION-CANDIDATES}."
              + " light flips and shifts; photo also zooms, turns and changes colours"
              + " (default ${DEFAULT-VALUE}).")
  String augment;

  /** Examples of an update; 0 for all. */
  public int size() {
    return batchSize;
  }

  /** How training images are changed. */
  public Optional<Augmentation.Strength> augmentation() {
    return Choices.AugmentationOrNone.strength(augment);
  }

  /** Refuses to change what is no image. */
  public void requireFit(CommandSpec spec, Dataset train) {
    if (augmentation().isPresent() && train.features().imageGeometry().isEmpty()) {
      throw Usage.error(
          spec,
          "--augment %s changes images, and %s is a table; leave it out"
              .formatted(augment, train.source()));
    }
  }

  /** Puts the options into a configuration. */
  public void describe(Map<String, Object> options) {
    options.put("batch_size", batchSize);
    options.put("augment", augment);
  }
}
