package oncilla.cli;

import org.slf4j.LoggerFactory;

/**
 * Logs as libraries do while a command runs; a child process of {@link CommandLineLoggingTest}.
 * What {@link Main} does before it parses its arguments is done here without a command.
 */
final class LoggingAsMain {
  private LoggingAsMain() {}

  public static void main(String[] arguments) {
    CommandLineLogging.install();
    LoggerFactory.getLogger("org.example.library.Reader").info("chatter");
    LoggerFactory.getLogger("org.example.library.Reader").warn("{} of {}", 1, 2);
    LoggerFactory.getLogger("io.jhdf.HdfFile").error("what the reader says itself");
  }
}
