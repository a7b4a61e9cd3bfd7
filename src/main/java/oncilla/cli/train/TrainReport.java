package oncilla.cli.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import oncilla.cli.console.Invocation;
import oncilla.cli.console.Usage;
import oncilla.data.Dataset;
import oncilla.data.TrainTest;
import oncilla.report.run.ResultFile;
import oncilla.report.run.RunDirectory;
import oncilla.train.Validation;
import oncilla.train.metric.Scores;

/**
 * What {@code train} tells at its end.
 *
 * @param result accuracies and costs
 * @param directory where the files are
 * @param data what was trained and tested on
 * @param validation what was validated on, if anything was
 * @param asked updates that the run was to make
 * @param plotted whether there is a plot
 * @param verdict what the test set says, where there is one
 * @param samples pictures to try the model on, if any were written
 * @param interrupted the exit code of a run that was stopped from outside
 */
record TrainReport(
    ResultFile result,
    RunDirectory directory,
    TrainTest data,
    Optional<Validation> validation,
    long asked,
    boolean plotted,
    Optional<VerdictText> verdict,
    List<Path> samples,
    OptionalInt interrupted) {
  /** How a run goes on that was stopped. */
  String toGoOn() {
    return Invocation.ofProcess()
        .command(List.of("train", "--resume", Usage.argument(directory.path())));
  }

  void print(PrintWriter out) {
    out.println();
    print(
        out, "train", result.train(), data.train(), data.test().isEmpty() && validation.isEmpty());
    validation
        .map(Validation::examples)
        .ifPresent(
            held ->
                print(
                    out, "valid.", result.validation().orElseThrow(), held, data.test().isEmpty()));
    data.test().ifPresent(test -> print(out, "test", result.test().orElseThrow(), test, true));
    out.printf(
        Locale.ROOT, "time    %.1f s for %d iterations%n", result.seconds(), result.iterations());
    result.bestIteration().ifPresent(best -> out.println("kept    " + kept(best)));
    if (plotted) {
      out.println("plot    " + directory.plot());
    }
    out.println("model   " + directory.model());
    verdict.ifPresent(
        said -> {
          out.println();
          said.lines().forEach(out::println);
        });
    out.println();
    out.println(
        "next: " + (interrupted.isPresent() ? toGoOn() : Invocation.ofProcess().command(next())));
  }

  /** Why the run ended, and which model it gave. */
  private String kept(long best) {
    return interrupted.isPresent()
        ? "the model of iteration %d: the lowest validation cost so far".formatted(best)
        : result.iterations() < asked
            ? "the model of iteration %d: stopped at %d of %d, after %s without a lower validation cost"
                .formatted(best, result.iterations(), asked, validations())
            : "the model of iteration %d: the lowest validation cost in all %d iterations"
                .formatted(best, asked);
  }

  private String validations() {
    int patience = validation.orElseThrow().patience().orElseThrow();
    return patience == 1 ? "a validation" : patience + " validations";
  }

  /** What one would do with the model. */
  private List<String> next() {
    String model = Usage.argument(directory.path());
    if (data.train().features().imageGeometry().isEmpty()) {
      return List.of("evaluate", "--model", model, "--test", "PATH");
    }
    String images = samples.isEmpty() ? "IMAGE..." : Usage.argument(samples.get(0).getParent());
    return List.of("predict", "--model", model, images);
  }

  /** One data set; in detail where no other one tells more about the model. */
  private static void print(
      PrintWriter out, String name, Scores scores, Dataset examples, boolean detailed) {
    ScoresText text = new ScoresText(scores, examples.classNames());
    out.printf(Locale.ROOT, "%-7s %s, cost %.4f%n", name, text.right(), scores.metrics().cost());
    if (detailed) {
      text.lines().forEach(line -> out.println("        " + line));
    } else {
      out.println("        " + text.rightOfEachClass());
    }
  }
}
