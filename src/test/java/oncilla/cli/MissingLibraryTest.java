package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.Test;

/** A runtime that was made for other programs lacks what pictures need. */
class MissingLibraryTest {
  @Test
  void theMissingPartIsNamedWithWhatMendsIt() {
    // As a pool of threads throws it: a copy without a message, with the first one as its cause.
    LinkageError first = new UnsatisfiedLinkError("liblcms.so: liblcms2.so.2: cannot open it");
    LinkageError later = new NoClassDefFoundError();
    later.initCause(new ExceptionInInitializerError(first));
    StringWriter err = new StringWriter();
    assertEquals(ExitCodes.FAILED, Failures.linkage(later, false, new PrintWriter(err, true)));
    List<String> lines = err.toString().lines().toList();
    assertEquals(
        List.of(
            "oncilla: a part of this Java cannot be loaded: UnsatisfiedLinkError:"
                + " liblcms.so: liblcms2.so.2: cannot open it",
            "use a complete Java runtime, 17 or later (this one is "
                + System.getProperty("java.home")
                + ")"),
        lines);
  }
}
