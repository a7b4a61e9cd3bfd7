package oncilla.cli.options;

import picocli.CommandLine.Option;

/** How fast to train. */
public final class RateOptions {
  private static final double LEARNING_RATE = 0.0075;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description =
          "Step of gradient descent (default "
              + LEARNING_RATE
              + "; with --demo "
              + DemoDefaults.LEARNING_RATE
              + ").")
  Double learningRate;

  /** The learning rate: as asked, or the default, which {@code demo} has its own of. */
  public double learningRate(boolean demo) {
    return learningRate != null ? learningRate : demo ? DemoDefaults.LEARNING_RATE : LEARNING_RATE;
  }
}
