package oncilla.base;

/**
 * A failure whose message may name settings. Its {@code getMessage()} has their names in the code;
 * whoever shows it to a user may call them otherwise.
 */
public interface Worded {
  /** What is wrong and, where that is known, what mends it. */
  Message worded();
}
