package oncilla.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.TargetLengthBasedClassNameAbbreviator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.nio.charset.StandardCharsets;

/**
 * Configures Logback so that warnings of libraries go to standard error and standard output holds
 * only what was asked for. It is code and not a {@code logback.xml}, because some library asks for
 * a logger before each first step, and the reading of XML takes most of the time until it has one.
 */
final class LogConfiguration {
  private LogConfiguration() {}

  /** Gives the loggers of {@code loggers} their levels and their one appender. */
  static void configure(LoggerContext loggers) {
    // Logback's remarks about its own configuration are for nobody here.
    loggers.getStatusManager().add(new NopStatusListener());
    Line line = new Line();
    line.setContext(loggers);
    line.start();
    ConsoleAppender<ILoggingEvent> standardError = new ConsoleAppender<>();
    standardError.setContext(loggers);
    standardError.setTarget("System.err");
    standardError.setEncoder(line);
    standardError.start();
    loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(standardError);
    // The readers say themselves, in one line, what is wrong with a file.
    loggers.getLogger("io.jhdf").setLevel(Level.OFF);
  }

  /** Level, logger and message, and the stack of what was thrown. */
  private static final class Line extends EncoderBase<ILoggingEvent> {
    private static final int NAME_LENGTH = 20;

    @Override
    public byte[] headerBytes() {
      return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      String name =
          new TargetLengthBasedClassNameAbbreviator(NAME_LENGTH).abbreviate(event.getLoggerName());
      String thrown =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      return "%-5s %s: %s%n%s"
          .formatted(event.getLevel(), name, event.getFormattedMessage(), thrown)
          .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
      return new byte[0];
    }
  }
}
