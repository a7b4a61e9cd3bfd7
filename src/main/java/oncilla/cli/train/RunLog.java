package oncilla.cli.train;

import java.util.Optional;
import oncilla.cli.console.Messages;
import oncilla.report.OutputException;
import oncilla.report.run.ConfigFile;
import oncilla.report.run.MetricsCut;
import oncilla.report.run.MetricsFile;
import oncilla.report.run.RunDirectory;
import oncilla.train.TrainingListener;
import oncilla.train.TrainingListener.CurvePoint;
import oncilla.train.TrainingListener.TrainingRun;
import oncilla.train.TrainingListener.ValidationPoint;

/**
 * Writes configuration and costs of a run, from the moment when the first step is about to run.
 * What fails before that, such as a device with too little memory, leaves no files behind.
 *
 * <p>Of a run that goes on the costs that it will not make again are kept, and told to its history.
 * Costs that cannot be written while it trains end nothing: they are tried again, and are a failure
 * only when the log is closed.
 */
final class RunLog implements TrainingListener, AutoCloseable {
  private final RunDirectory directory;
  private final Optional<ConfigFile> config;
  private final Optional<MetricsCut> goesOn;
  private final TrainingListener history;
  private final Messages messages;
  private Optional<MetricsFile> metrics = Optional.empty();

  /**
   * A log that begins with the run.
   *
   * @param config to be written, unless it is there already
   * @param goesOn what is kept of a run that goes on
   * @param history is told what is kept
   */
  RunLog(
      RunDirectory directory,
      Optional<ConfigFile> config,
      Optional<MetricsCut> goesOn,
      TrainingListener history,
      Messages messages) {
    this.directory = directory;
    this.config = config;
    this.goesOn = goesOn;
    this.history = history;
    this.messages = messages;
  }

  @Override
  public void started(TrainingRun run) {
    if (goesOn.isPresent()) {
      MetricsCut.Kept kept = goesOn.get().of(directory.metrics(), history);
      if (!kept.isWhole()) {
        messages.warn(
            directory.metrics() + ": some of the costs before the checkpoint are missing");
      }
      directory.removeEnd();
      config.ifPresent(file -> file.write(directory.config()));
      metrics = Optional.of(MetricsFile.goOn(directory.metrics(), kept.lines(), this::cannotWrite));
    } else {
      config.ifPresent(file -> file.write(directory.config()));
      metrics = Optional.of(MetricsFile.create(directory.metrics(), this::cannotWrite));
    }
  }

  private void cannotWrite(OutputException failure) {
    messages.warn(failure.getMessage() + "; the run goes on, and it is tried again");
  }

  /** Waits until the costs are on the disk. */
  void force() {
    metrics.ifPresent(MetricsFile::force);
  }

  @Override
  public void curves(long iteration, CurvePoint point) {
    metrics.orElseThrow().curves(iteration, point);
  }

  @Override
  public void gradientNorm(long iteration, double norm) {
    metrics.orElseThrow().gradientNorm(iteration, norm);
  }

  @Override
  public void cost(long iteration, double cost, double dataCost) {
    metrics.orElseThrow().cost(iteration, cost, dataCost);
  }

  @Override
  public void validated(ValidationPoint point) {
    metrics.orElseThrow().validated(point);
  }

  @Override
  public void close() {
    metrics.ifPresent(MetricsFile::close);
  }
}
