package oncilla.cli.train;

import java.util.Optional;
import oncilla.report.run.ConfigFile;
import oncilla.report.run.MetricsFile;
import oncilla.report.run.RunDirectory;
import oncilla.train.TrainingListener;
import oncilla.train.TrainingListener.CurvePoint;
import oncilla.train.TrainingListener.TrainingRun;
import oncilla.train.TrainingListener.ValidationPoint;

/**
 * Writes configuration and costs of a run, from the moment when the first step is about to run.
 * What fails before that, such as a device with too little memory, leaves no files behind.
 */
final class RunLog implements TrainingListener, AutoCloseable {
  private final RunDirectory directory;
  private final ConfigFile config;
  private Optional<MetricsFile> metrics = Optional.empty();

  RunLog(RunDirectory directory, ConfigFile config) {
    this.directory = directory;
    this.config = config;
  }

  @Override
  public void started(TrainingRun run) {
    config.write(directory.config());
    metrics = Optional.of(MetricsFile.create(directory.metrics()));
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
