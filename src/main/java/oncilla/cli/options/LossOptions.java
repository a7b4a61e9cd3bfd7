package oncilla.cli.options;

import java.util.Map;
import oncilla.cli.console.Usage;
import oncilla.data.Dataset;
import oncilla.nn.ClassWeights;
import oncilla.nn.LossSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How the loss looks at labels. */
public final class LossOptions {
  private static final String BALANCED = "balanced";

  @Option(
      names = "--label-smoothing",
      paramLabel = "S",
      defaultValue = "0",
      description = "Train towards S/2 and 1 − S/2 instead of 0 and 1 (default ${DEFAULT-VALUE}).")
  double labelSmoothing;

  @Option(
      names = "--class-weight",
      paramLabel = "balanced|W0,W1",
      description =
          "How much examples count in the training cost: those of the rarer class more, so that both"
              + " classes count alike, or as said for the negative and the positive class.")
  String classWeight;

  /** The settings. */
  public LossSettings loss(CommandSpec spec) {
    return Usage.check(spec, () -> new LossSettings(labelSmoothing, classWeights(spec)));
  }

  private ClassWeights classWeights(CommandSpec spec) {
    if (classWeight == null) {
      return ClassWeights.equal();
    }
    if (classWeight.equalsIgnoreCase(BALANCED)) {
      return new ClassWeights.Balanced();
    }
    String[] fields = classWeight.split(",", -1);
    try {
      if (fields.length == 2) {
        return new ClassWeights.Given(
            Double.parseDouble(fields[0].strip()), Double.parseDouble(fields[1].strip()));
      }
    } catch (NumberFormatException notNumbers) {
      // The numbers' own refusal would say less.
      throw wrongWeights(spec);
    }
    throw wrongWeights(spec);
  }

  private RuntimeException wrongWeights(CommandSpec spec) {
    return Usage.error(
        spec,
        "--class-weight is %s or two numbers such as 1,3, not '%s'"
            .formatted(BALANCED, classWeight));
  }

  /** Checks that the weights can be had of these examples. */
  public void requireFit(CommandSpec spec, LossSettings loss, Dataset train) {
    try {
      loss.weights(train.labels());
    } catch (IllegalArgumentException refused) {
      throw Usage.error(
          spec, train.source() + ": --class-weight " + classWeight + ": " + refused.getMessage());
    }
  }

  /** Puts the options into a configuration. */
  public void describe(Map<String, Object> options) {
    options.put("label_smoothing", labelSmoothing);
    options.put("class_weight", classWeight);
  }
}
