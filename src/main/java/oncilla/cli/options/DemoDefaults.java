package oncilla.cli.options;

/**
 * What {@code train --demo} uses where nothing else is asked for: small enough to finish within a
 * minute on two cores in plain Java, large enough to reach 90 % on pictures held out.
 */
final class DemoDefaults {
  static final int PICTURES = 400;
  static final int IMAGE_SIZE = 32;
  static final String HIDDEN = "20";
  static final long ITERATIONS = 1000;
  static final double LEARNING_RATE = 0.02;
  static final long LOG_EVERY = 50;

  private DemoDefaults() {}
}
