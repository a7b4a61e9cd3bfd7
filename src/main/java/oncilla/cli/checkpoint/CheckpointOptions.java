package oncilla.cli.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import oncilla.cli.console.Usage;
import oncilla.train.checkpoint.CheckpointInterval;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a run outlives what ends its process, and how it is run again. */
public final class CheckpointOptions {
  private static final int KEEP = 2;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N|Nm",
      hideParamSyntax = true,
      description =
          "Keep the state of the run in DIR/checkpoints every N updates, or every N minutes"
              + " (default 10m).")
  String every;

  @Option(
      names = "--keep-checkpoints",
      paramLabel = "K",
      description = "How many of the last ones to keep (default " + KEEP + ").")
  Integer keep;

  /** A run to go on with. */
  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Go on with the run in DIR from its newest checkpoint; it ends in the same bytes. Beside it"
              + " only --iterations or --epochs, to go further, --memory-limit, and --quiet, --verbose,"
              + " --json.")
  public Path resume;

  /** A configuration to run again. */
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Take the options of a config.json, but for --out; what else is said goes before it.")
  public Path config;

  /** Refuses what has no meaning. */
  public void require(CommandSpec spec) {
    interval(spec);
    if (keep != null && keep < 1) {
      throw Usage.error(spec, "--keep-checkpoints must be at least 1, not " + keep);
    }
  }

  /** How often the state is kept, checked. */
  public CheckpointInterval interval(CommandSpec spec) {
    return every == null
        ? CheckpointInterval.DEFAULT
        : Usage.check(spec, () -> CheckpointInterval.parse(every));
  }

  /** Whether checkpoints were asked for. */
  public boolean asked() {
    return every != null;
  }

  /** How many of the last ones are kept. */
  public int keep() {
    return Optional.ofNullable(keep).orElse(KEEP);
  }

  /** Puts the options into a configuration; what is said once is not among them. */
  public void describe(Map<String, Object> options) {
    options.put("checkpoint_every", every == null ? CheckpointInterval.DEFAULT.toString() : every);
    options.put("keep_checkpoints", keep());
  }
}
