package oncilla.cli.options;

import java.util.Locale;

/** What {@code --optimizer} takes. */
enum OptimizerName {
  SGD,
  MOMENTUM,
  NESTEROV,
  ADAM,
  ADAMW;

  boolean hasMomentum() {
    return this == MOMENTUM || this == NESTEROV;
  }

  boolean isAdam() {
    return this == ADAM || this == ADAMW;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
