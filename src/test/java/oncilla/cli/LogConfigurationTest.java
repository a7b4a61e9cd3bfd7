package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogConfigurationTest {
  /** What {@code logging} makes appear on standard error. */
  private static String standardError(Runnable logging) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      logging.run();
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void warningsAreOneLineOnStandardError() {
    String text =
        standardError(
            () -> {
              LoggerContext loggers = new LoggerContext();
              loggers.setMDCAdapter(new LogbackMDCAdapter());
              LogConfiguration.configure(loggers);
              loggers.getLogger("org.example.library.Reader").warn("{} of {}", 1, 2);
              loggers.getLogger("org.example.library.Reader").info("chatter");
              loggers.getLogger("io.jhdf.HdfFile").error("what the reader says itself");
              loggers.getLogger("a.B").error("broken", new IllegalStateException("because"));
              loggers.stop();
            });
    String[] lines = text.split("\n");
    assertEquals("WARN  o.e.library.Reader: 1 of 2", lines[0]);
    assertEquals("ERROR a.B: broken", lines[1]);
    assertEquals("java.lang.IllegalStateException: because", lines[2]);
    assertTrue(lines[3].strip().startsWith("at "), lines[3]);
  }

  @Test
  void itIsWhatTheProviderOfTheCommandLineTakes() {
    CommandLineLogging provider = new CommandLineLogging();
    provider.initialize();
    LoggerContext loggers = assertInstanceOf(LoggerContext.class, provider.getLoggerFactory());
    assertEquals(Level.WARN, loggers.getLogger("ROOT").getLevel());
    assertEquals(Level.OFF, loggers.getLogger("io.jhdf").getLevel());
    loggers.stop();
  }
}
