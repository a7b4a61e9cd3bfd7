package oncilla.cli.console;

/** What a command's exit code says. */
public final class ExitCodes {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int CHECK_FAILED = 3;
  public static final int SOME_UNREADABLE = 4;

  private ExitCodes() {}
}
