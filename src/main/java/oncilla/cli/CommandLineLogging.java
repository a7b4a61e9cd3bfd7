package oncilla.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logging of the program that is started as {@link Main}: Logback with {@link LogConfiguration},
 * made when a library first asks for a logger.
 *
 * <p>{@link #install} tells SLF4J to take this provider. It is no service, and Logback's search for
 * a configuration does not find {@code LogConfiguration}: another program that has Oncilla on its
 * class path keeps its own provider of SLF4J and its own {@code logback.xml}.
 */
public final class CommandLineLogging implements SLF4JServiceProvider {
  /** The property by which SLF4J is told its provider. */
  private static final String PROVIDER = "slf4j.provider";

  /** The property that says from which level on SLF4J reports about itself. */
  private static final String VERBOSITY = "slf4j.internal.verbosity";

  /** The newest version of SLF4J's interface that this class fits. */
  private static final String REQUESTED_API_VERSION = "2.0.99";

  private final LoggerContext loggers = new LoggerContext();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final LogbackMDCAdapter diagnosticContext = new LogbackMDCAdapter();

  /** SLF4J makes the one instance. */
  public CommandLineLogging() {}

  /**
   * Makes this the process's logging, unless the command that started Java names a provider. To be
   * called before anything asks for a logger.
   */
  static void install() {
    if (System.getProperty(PROVIDER) == null) {
      System.setProperty(PROVIDER, CommandLineLogging.class.getName());
      // Without this SLF4J prints on standard error that the property is set.
      System.setProperty(VERBOSITY, System.getProperty(VERBOSITY, "WARN"));
    }
  }

  @Override
  public void initialize() {
    loggers.setName("default");
    loggers.setMDCAdapter(diagnosticContext);
    LogConfiguration.configure(loggers);
    loggers.start();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return loggers;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return diagnosticContext;
  }

  @Override
  public String getRequestedApiVersion() {
    return REQUESTED_API_VERSION;
  }
}
