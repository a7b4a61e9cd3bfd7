package oncilla.io;

/** Text from files, made fit for a one-line message. */
final class Printable {
  private static final int LONGEST = 60;

  private Printable() {}

  /** The text in quotes, cut when long, with everything that is not printable ASCII escaped. */
  static String quoted(String text) {
    return "'" + escaped(text) + "'";
  }

  /** The text, cut when long, with everything that is not printable ASCII escaped. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : text.substring(0, Math.min(LONGEST, text.length())).toCharArray()) {
      if (c >= ' ' && c <= '~') {
        out.append(c);
      } else {
        out.append(String.format("\\u%04x", (int) c));
      }
    }
    return text.length() > LONGEST ? out + "..." : out.toString();
  }
}
