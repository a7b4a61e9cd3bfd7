package oncilla.cli;

import java.util.List;
import java.util.Optional;

/** What options are about: the headings of {@code --help-all}, in its order. */
enum OptionGroup {
  DATA(
      "Data",
      "--model",
      "--train",
      "--test",
      "--demo",
      "--demo-pictures",
      "--positive",
      "--image-size",
      "--skip-unreadable"),
  TABLES(
      "Data in tables and arrays",
      "--label-column",
      "--ignore-columns",
      "--header",
      "--x",
      "--y",
      "--divide"),
  MODEL(
      "Model and its start",
      "--hidden",
      "--activation",
      "--init",
      "--init-scale",
      "--init-from",
      "--standardize",
      "--seed"),
  LENGTH(
      "Length, batches and learning rate",
      "--recipe",
      "--iterations",
      "--epochs",
      "--batch-size",
      "--learning-rate",
      "--schedule",
      "--warmup",
      "--step-every",
      "--step-factor",
      "--from",
      "--to",
      "--steps"),
  OPTIMIZER(
      "Optimiser and cost",
      "--optimizer",
      "--momentum",
      "--beta1",
      "--beta2",
      "--epsilon",
      "--weight-decay",
      "--clip-norm",
      "--class-weight",
      "--label-smoothing"),
  REGULARIZATION(
      "Against learning by heart",
      "--l2",
      "--keep-prob",
      "--augment",
      "--validation-split",
      "--early-stop"),
  SURVIVAL(
      "Checkpoints, and running again",
      "--checkpoint-every",
      "--keep-checkpoints",
      "--resume",
      "--config"),
  CHECK("Check", "--samples"),
  DEVICE(
      "What computes",
      "--backend",
      "--device",
      "--binding",
      "--cpu-blas",
      "--precision",
      "--matmul-precision",
      "--unverified",
      "--memory-limit",
      "--stream"),
  OUTPUT(
      "Output",
      "--out",
      "--log-every",
      "--no-curves",
      "--quiet",
      "--verbose",
      "--json",
      "--help",
      "--help-all");

  private final String heading;
  private final List<String> options;

  OptionGroup(String heading, String... options) {
    this.heading = heading;
    this.options = List.of(options);
  }

  /** What stands above the options. */
  String heading() {
    return heading;
  }

  /** The names of the options, in the order of the help. */
  List<String> options() {
    return options;
  }

  /**
   * Where an option stands.
   *
   * @param command whose option it is: the same word may be about something else in another one
   * @return empty if it has no place yet
   */
  static Optional<OptionGroup> of(String command, String option) {
    if (command.equals("gradcheck") && option.equals("--epsilon")) {
      return Optional.of(CHECK);
    }
    for (OptionGroup group : values()) {
      if (group.options.contains(option)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }
}
