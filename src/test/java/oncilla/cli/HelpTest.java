package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the help lists is what there is. */
class HelpTest {
  private static final List<String> BACKEND =
      List.of(
          "--backend",
          "--device",
          "--binding",
          "--precision",
          "--matmul-precision",
          "--cpu-blas",
          "--unverified");

  private static final List<String> IMAGES =
      List.of(
          "--positive",
          "--image-size",
          "--skip-unreadable",
          "--label-column",
          "--ignore-columns",
          "--header",
          "--x",
          "--y",
          "--divide");

  private static final List<String> COMMON = List.of("--verbose", "--json", "--help");

  private static final List<String> MODEL =
      List.of(
          "--activation",
          "--hidden",
          "--init",
          "--init-scale",
          "--init-from",
          "--standardize",
          "--seed",
          "--l2",
          "--keep-prob");

  private static final List<String> DATA =
      List.of("--train", "--test", "--demo", "--demo-pictures");

  private static final List<String> RULE =
      List.of(
          "--optimizer",
          "--momentum",
          "--beta1",
          "--beta2",
          "--epsilon",
          "--weight-decay",
          "--clip-norm",
          "--label-smoothing",
          "--class-weight");

  /** Every option there is to be; one that is not built yet must not be here. */
  private static final Map<String, Set<String>> OPTIONS =
      withRates(
          Map.of(
              "train",
              union(
                  List.of(
                      DATA,
                      IMAGES,
                      MODEL,
                      BACKEND,
                      COMMON,
                      RULE,
                      List.of(
                          "--learning-rate",
                          "--schedule",
                          "--warmup",
                          "--step-every",
                          "--step-factor",
                          "--iterations",
                          "--epochs",
                          "--batch-size",
                          "--augment",
                          "--recipe",
                          "--log-every",
                          "--validation-split",
                          "--early-stop",
                          "--no-curves",
                          "--out",
                          "--quiet"))),
              "evaluate",
              union(List.of(List.of("--model", "--test", "--out"), IMAGES, BACKEND, COMMON)),
              "predict",
              union(List.of(List.of("--model", "--skip-unreadable"), BACKEND, COMMON)),
              "devices",
              union(
                  List.of(
                      List.of("--check", "--recheck", "--binding", "--device", "--precision"),
                      COMMON)),
              "crosscheck",
              union(
                  List.of(
                      DATA,
                      IMAGES,
                      MODEL,
                      COMMON,
                      List.of(
                          "--backend", "--binding", "--precision", "--device", "--learning-rate"))),
              "gradcheck",
              union(
                  List.of(DATA, IMAGES, MODEL, BACKEND, COMMON, List.of("--epsilon", "--samples"))),
              "experiment",
              union(List.of(List.of("--help"))),
              "bench",
              union(List.of(List.of("--help"))),
              "plot",
              union(List.of(List.of("--out"), COMMON)),
              "tune",
              union(
                  List.of(
                      List.of("--device", "--binding", "--precision", "--out"),
                      List.of("--forms", "--classes", "--seconds"),
                      COMMON))));

  private static Map<String, Set<String>> withRates(Map<String, Set<String>> others) {
    Map<String, Set<String>> all = new TreeMap<>(others);
    all.put(
        "find-lr",
        union(
            List.of(
                DATA,
                IMAGES,
                MODEL,
                BACKEND,
                COMMON,
                RULE,
                List.of("--from", "--to", "--steps", "--batch-size", "--augment"),
                List.of("--validation-split", "--out", "--quiet"))));
    return all;
  }

  private static final List<String> MEASURED =
      List.of("--seconds", "--unverified", "--backend", "--binding", "--precision", "--device");

  /** Every option of what {@code bench} measures. */
  private static final Map<String, Set<String>> BENCH_OPTIONS =
      Map.of(
          "matmul",
          union(List.of(List.of("--shapes", "--forms"), MEASURED, COMMON)),
          "step",
          union(List.of(List.of("--nets", "--l2", "--keep-prob"), MEASURED, COMMON)),
          "pipeline",
          union(List.of(List.of("--nets", "--set-batches"), MEASURED, COMMON)),
          "launch",
          union(List.of(List.of("--nets"), MEASURED, COMMON)),
          "scaling",
          union(
              List.of(
                  List.of("--batches", "--widths", "--inputs", "--width", "--batch"),
                  List.of("--point-seconds", "--out"),
                  MEASURED,
                  COMMON)));

  private static final Pattern LISTED = Pattern.compile("(?m)^ +(?:-\\w, )?(--[a-z0-9-]+)");

  private static Set<String> union(List<List<String>> lists) {
    Set<String> all = new TreeSet<>();
    lists.forEach(all::addAll);
    return all;
  }

  private static Set<String> listed(String help) {
    Set<String> options = new TreeSet<>();
    for (Matcher match = LISTED.matcher(help); match.find(); ) {
      options.add(match.group(1));
    }
    return options;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "find-lr",
        "evaluate",
        "predict",
        "devices",
        "crosscheck",
        "gradcheck",
        "experiment",
        "plot",
        "tune",
        "bench"
      })
  void helpListsWhatThereIs(String command) {
    Outcome help = Outcome.done(command, "--help");
    assertEquals("", help.err());
    assertTrue(help.out().contains("Usage: oncilla " + command), help.out());
    assertEquals(OPTIONS.get(command), listed(help.out()));
    assertTrue(help.out().lines().allMatch(line -> line.length() <= 80), help.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"matmul", "step", "pipeline", "launch", "scaling"})
  void helpOfWhatBenchMeasures(String measured) {
    Outcome help = Outcome.done("bench", measured, "--help");
    assertEquals("", help.err());
    assertEquals(BENCH_OPTIONS.get(measured), listed(help.out()));
    assertTrue(help.out().lines().allMatch(line -> line.length() <= 80), help.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void theHelpOfTheProgramListsItsCommands(String option) {
    Outcome help = Outcome.done(option);
    assertEquals("", help.err());
    Set<String> commands = new TreeSet<>();
    help.out()
        .lines()
        .filter(line -> line.matches("  [a-z-]+  .*"))
        .forEach(line -> commands.add(line.strip().split(" ")[0]));
    assertEquals(OPTIONS.keySet(), commands);
  }

  @Test
  void noCommandShowsTheHelp() {
    Outcome outcome = Outcome.of();
    assertEquals(ExitCodes.USAGE, outcome.code());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains("crosscheck"), outcome.err());
    assertTrue(outcome.err().contains("oncilla: a command is missing"), outcome.err());
  }

  @Test
  void version() {
    Outcome version = Outcome.done("--version");
    assertEquals("", version.err());
    assertTrue(version.out().matches("(?s)oncilla \\d+\\.\\d+\\.\\d+\\S*\\R.*"), version.out());
  }
}
