package oncilla.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import oncilla.base.Reasons;

/**
 * Standard output that remembers why it could not be written. A {@link PrintWriter} only tells that
 * something failed, and nobody asks it; a result that reached nobody must not end in exit 0.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream target;
  private final boolean isPipe;
  private Optional<IOException> failure = Optional.empty();

  /**
   * Passes everything on to {@code target}.
   *
   * @param isPipe whether {@code target} is a pipe, whose reader may leave when it has seen enough
   */
  StandardOutput(OutputStream target, boolean isPipe) {
    this.target = target;
    this.isPipe = isPipe;
  }

  /** That of this process. */
  public static StandardOutput ofProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out), Terminal.outputIsPipe());
  }

  /**
   * A writer to it.
   *
   * @param json whether JSON is written, which is UTF-8 whatever the console takes; other text is
   *     in the console's encoding
   */
  public PrintWriter writer(boolean json) {
    return new PrintWriter(this, true, json ? StandardCharsets.UTF_8 : ofConsole());
  }

  /** As {@link System#out} has it: Java 19 named the property anew. */
  private static Charset ofConsole() {
    String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      target.write(bytes, offset, length);
    } catch (IOException cause) {
      if (failure.isEmpty()) {
        failure = Optional.of(cause);
      }
      throw cause;
    }
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  /**
   * The exit code of a command that ended with {@code code} and wrote here. Where writing failed, a
   * line on {@code err} says why, and 0 becomes 1. A reader that closed a pipe ({@code | head})
   * wanted no more and needs no line.
   */
  public int exitCode(int code, PrintWriter err) {
    if (failure.isEmpty()) {
      return code;
    }
    if (!isPipe) {
      err.println("oncilla: standard output cannot be written: " + Reasons.of(failure.get()));
    }
    return code == ExitCodes.DONE ? ExitCodes.FAILED : code;
  }
}
