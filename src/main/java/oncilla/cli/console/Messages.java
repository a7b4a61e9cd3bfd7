package oncilla.cli.console;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import oncilla.base.Message;
import oncilla.data.Notices;
import oncilla.data.Trouble;

/**
 * Lines for people, on standard error; none with {@code --quiet}. Of a run's warnings the first
 * three are printed and the others counted, when it ends; with {@code --verbose} all are printed.
 * What readers warn of waits until they are done, so that the same of many files is one line.
 */
public final class Messages implements AutoCloseable {
  private static final int MOST_WARNINGS = 3;

  private final PrintWriter err;
  private final boolean quiet;
  private final boolean verbose;
  private final Map<Trouble.Kind, Met> held = new LinkedHashMap<>();
  private final Set<String> warned = new HashSet<>();

  /**
   * Messages of one run.
   *
   * @param err where they are printed
   * @param quiet whether they are not
   * @param verbose whether every warning is printed
   */
  public Messages(PrintWriter err, boolean quiet, boolean verbose) {
    this.err = err;
    this.quiet = quiet;
    this.verbose = verbose;
  }

  /** A kind of trouble: the first that was met, and where else there is some. */
  private record Met(Trouble first, Set<String> sources) {
    String line() {
      String line = Wording.of(first.line());
      int others = sources.size() - 1;
      return others == 0
          ? line
          : "%s (and the same of %d other%s: --verbose names %s)"
              .formatted(line, others, others == 1 ? "" : "s", others == 1 ? "it" : "them");
    }
  }

  /** Says how things are. */
  public synchronized void say(String line) {
    release();
    print(line);
  }

  /** Says more than most want to know: with {@code --verbose} alone. */
  public synchronized void detail(Supplier<String> lines) {
    if (verbose && !quiet) {
      say(lines.get());
    }
  }

  /** Warns; the same once only. */
  public synchronized void warn(String line) {
    release();
    printWarning(line);
  }

  /** Takes what readers have to tell. */
  public Notices notices() {
    return new Notices() {
      @Override
      public void say(Message line) {
        print(Wording.of(line));
      }

      @Override
      public void warn(Trouble trouble) {
        hold(trouble);
      }
    };
  }

  private synchronized void hold(Trouble trouble) {
    if (verbose) {
      printWarning(Wording.of(trouble.line()));
    } else {
      held.computeIfAbsent(trouble.kind(), kind -> new Met(trouble, new HashSet<>()))
          .sources()
          .add(trouble.source());
    }
  }

  private void release() {
    held.values().forEach(met -> printWarning(met.line()));
    held.clear();
  }

  private void printWarning(String line) {
    if (warned.add(line) && (verbose || warned.size() <= MOST_WARNINGS)) {
      print("warning: " + line);
    }
  }

  private void print(String line) {
    if (!quiet) {
      err.println(line);
    }
  }

  /** Says how many warnings were not printed, if any were not. */
  @Override
  public synchronized void close() {
    release();
    if (!verbose && warned.size() > MOST_WARNINGS) {
      print("and %d more: --verbose".formatted(warned.size() - MOST_WARNINGS));
    }
  }
}
