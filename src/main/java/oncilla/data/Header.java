package oncilla.data;

import java.util.Locale;

/** What the first line of a table in text is. */
public enum Header {
  /** Names where no field is a number, an example where all are; anything else is refused. */
  AUTO,
  /** Names, whatever they look like. */
  YES,
  /** The first example. */
  NO;

  /** The name of the setting's value: {@code auto}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
