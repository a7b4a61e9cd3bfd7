package oncilla.cli.train;

import java.util.Locale;
import java.util.Optional;

/** The examples that a verdict rests on. */
enum JudgedOn {
  /** Those that took no part in the training. */
  TEST("test", "test examples"),
  /** Those held out of the training set, which decided nothing. */
  VALIDATION("validation", "examples held out"),
  /** Those held out of the training set, which chose the model that is saved. */
  STOPPED_BY("validation", "examples held out");

  private final String label;
  private final String examples;

  JudgedOn(String label, String examples) {
    this.label = label;
    this.examples = examples;
  }

  /** What {@code result.json} calls the set. */
  String label() {
    return label;
  }

  /** What its examples are called. */
  String examples() {
    return examples;
  }

  /**
   * That there is no test set, and what is taken for it.
   *
   * @param count how many examples
   * @return empty for a test set
   */
  Optional<String> sentence(long count) {
    String held =
        String.format(
            Locale.ROOT, "judged by the %d examples held out, as there is no test set", count);
    return switch (this) {
      case TEST -> Optional.empty();
      case VALIDATION -> Optional.of(held);
      case STOPPED_BY ->
          Optional.of(held + "; they chose the model as well, so others may be right less often");
    };
  }
}
