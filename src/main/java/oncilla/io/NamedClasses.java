package oncilla.io;

import java.util.Locale;

/** Which of the two class names the data says itself; the others were made up. */
public enum NamedClasses {
  /** Neither: labels are 0 and 1, or other numbers. */
  NONE,
  /** The name of label 1; everything else is the negative class, whatever it is called. */
  POSITIVE,
  /** Both. */
  BOTH;

  /** The name in model files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
