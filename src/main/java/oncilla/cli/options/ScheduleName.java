package oncilla.cli.options;

import java.util.Locale;

/** What {@code --schedule} takes. */
enum ScheduleName {
  CONSTANT,
  STEP,
  COSINE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
