package oncilla.data;

import oncilla.base.Message;

/**
 * Something about data that may well be wrong, but stops nobody.
 *
 * @param kind what is wrong; the same in several files is one warning
 * @param source the file or folder
 * @param line the line for a person, with the source in it
 */
public record Trouble(Kind kind, String source, Message line) {

  /** What can be wrong. */
  public enum Kind {
    /** A picture that is left out because it cannot be read. */
    UNREADABLE,
    /** Files that are left out because they are in the folder of no class. */
    IN_NO_CLASS,
    /** No folder has the name of the positive class. */
    NO_POSITIVE,
    /** A file holds one set of arrays, and not the one that is wanted. */
    OTHER_SET,
    /** Numbers that look like pixels that nobody divided. */
    NOT_DIVIDED,
    /** Numbers that look as if somebody had divided them before. */
    DIVIDED_BEFORE,
    /** A column that numbers the rows. */
    COUNTS_ROWS
  }
}
