package oncilla.cli.console;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether standard output and standard error are a terminal, and how wide it is. */
public final class Terminal {
  private static final Path OUTPUT = Path.of("/proc/self/fd/1");
  private static final Path ERROR = Path.of("/proc/self/fd/2");

  /** What a terminal has that does not tell. */
  private static final int USUAL_COLUMNS = 80;

  private Terminal() {}

  /** Whether standard error is a terminal where a line can be drawn over. */
  private static boolean isInteractive() {
    return !isDumb() && isTerminal(ERROR);
  }

  /** Whether the terminal says of itself that it knows no control sequences. */
  public static boolean isDumb() {
    return "dumb".equals(System.getenv("TERM"));
  }

  /** The columns of the terminal that standard error is, where a line can be drawn over. */
  public static OptionalInt errorColumns() {
    return isInteractive() ? OptionalInt.of(columns()) : OptionalInt.empty();
  }

  /** The columns of the terminal that standard output is; empty where it is none. */
  public static OptionalInt outputColumns() {
    return isTerminal(OUTPUT) ? OptionalInt.of(columns()) : OptionalInt.empty();
  }

  /** The columns of this process's terminal: what COLUMNS says, else what the terminal says. */
  private static int columns() {
    return columns(System.getenv("COLUMNS"))
        .orElseGet(() -> columns(lastWord(askedTerminal())).orElse(USUAL_COLUMNS));
  }

  /** A number of columns, where the text is one; 0 is said by what does not know. */
  static OptionalInt columns(String text) {
    return text != null && text.matches("[1-9][0-9]{0,4}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  /** Whether standard output goes to another program. */
  static boolean outputIsPipe() {
    return target(OUTPUT).filter(name -> name.startsWith("pipe:")).isPresent();
  }

  /**
   * Java tells only whether standard input and output together are a terminal, so on Linux the open
   * file itself is looked at; elsewhere a console is taken for a yes.
   */
  private static boolean isTerminal(Path stream) {
    return target(stream)
        .map(name -> name.startsWith("/dev/pts/") || name.startsWith("/dev/tty"))
        .orElseGet(() -> System.console() != null);
  }

  /** The file that {@code stream} is; empty where the system does not say. */
  private static Optional<String> target(Path stream) {
    try {
      return Optional.of(Files.readSymbolicLink(stream).toString());
    } catch (IOException | UnsupportedOperationException unknown) {
      // No fault: only Linux has such links, its /proc may not be mounted, and a stream may be
      // closed. Nothing is lost with the cause, for callers have an answer without the file.
      return Optional.empty();
    }
  }

  /** Rows and columns, as {@code 24 80}: Java has no call for it. Empty where nothing answers. */
  private static String askedTerminal() {
    ProcessBuilder stty = new ProcessBuilder("stty", "size");
    stty.redirectInput(new File("/dev/tty")).redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = stty.start();
      try (BufferedReader answer = process.inputReader(StandardCharsets.US_ASCII)) {
        return String.valueOf(answer.readLine());
      }
    } catch (IOException noSuchProgram) {
      return "";
    }
  }

  private static String lastWord(String line) {
    return line.substring(line.lastIndexOf(' ') + 1);
  }
}
