package oncilla.cli.train;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.options.DefaultOut;
import oncilla.report.Json;
import oncilla.report.run.RunComparison;
import oncilla.report.run.RunDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reproduce}: trains again from what a run left, and compares. */
@Command(
    name = "reproduce",
    header = "Trains again from what a run left, and compares every bit.",
    description = {
      "",
      "Compared are model.safetensors and the cost of every logged update. Exit 0:",
      "all the same; 3: not, and the first logged iteration that departs is named.",
      "Another device, or data that has changed, is exit 1.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
public final class ReproduceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Run directory of a finished train.")
  private Path run;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Run directory of the training, missing or empty (default runs/<UTC time>-reproduce).")
  private Path out;

  @Option(names = "--quiet", description = "Print no messages and no progress, only errors.")
  private boolean quiet;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Again again = Again.finished(run);
    TrainCommand train = new TrainCommand();
    CommandLine line = TrainCommand.parser(train);
    line.setOut(new PrintWriter(Writer.nullWriter())).setErr(spec.commandLine().getErr());
    List<String> words = new ArrayList<>(train.words(again));
    if (quiet) {
      words.add("--quiet");
    }
    train.take(words);
    AtomicReference<Path> trained = new AtomicReference<>();
    int code =
        train.run(
            Optional.of(again),
            () -> {
              RunDirectory directory = DefaultOut.takeNamed(out, "reproduce");
              trained.set(directory.path());
              return directory;
            });
    if (code != ExitCodes.DONE) {
      return code;
    }
    RunComparison comparison = RunComparison.of(run, trained.get());
    PrintWriter to = spec.commandLine().getOut();
    if (common.json) {
      to.println(new Json().line(comparison.toMap()));
    } else {
      comparison.lines().forEach(to::println);
    }
    return comparison.isEqual() ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
  }
}
