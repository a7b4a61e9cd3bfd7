package oncilla.cl;

/** A program did not compile; the message shows the log, the options and the numbered source. */
public final class ClBuildException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For program {@code name}. */
  public ClBuildException(String name, String options, String log, String source) {
    super(
        "kernel program "
            + name
            + " did not compile\noptions: "
            + options
            + "\nlog:\n"
            + log.strip()
            + "\nsource:\n"
            + numbered(source));
  }

  private static String numbered(String source) {
    StringBuilder text = new StringBuilder();
    int line = 1;
    for (String content : source.split("\n", -1)) {
      text.append("%4d  %s\n".formatted(line++, content));
    }
    return text.toString();
  }
}
