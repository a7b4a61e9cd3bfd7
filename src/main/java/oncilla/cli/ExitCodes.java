package oncilla.cli;

/** What a command's exit code says. */
final class ExitCodes {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int CHECK_FAILED = 3;

  private ExitCodes() {}
}
