package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.params.provider.CsvSource;
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

  private static final List<String> COMMON = List.of("--verbose", "--json", "--help", "--help-all");

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
                          "--checkpoint-every",
                          "--keep-checkpoints",
                          "--resume",
                          "--config",
                          "--memory-limit",
                          "--stream",
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
              union(List.of(List.of("--help", "--help-all"))),
              "bench",
              union(List.of(List.of("--help", "--help-all"))),
              "plot",
              union(List.of(List.of("--out"), COMMON)),
              "tune",
              union(
                  List.of(
                      List.of("--device", "--binding", "--precision", "--out"),
                      List.of("--forms", "--classes", "--nets", "--seconds"),
                      COMMON))));

  private static Map<String, Set<String>> withRates(Map<String, Set<String>> others) {
    Map<String, Set<String>> all = new TreeMap<>(others);
    all.put("reproduce", union(List.of(List.of("--out", "--quiet"), COMMON)));
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
          union(
              List.of(
                  List.of("--nets", "--l2", "--keep-prob", "--profile", "--out"),
                  MEASURED,
                  COMMON)),
          "pipeline",
          union(List.of(List.of("--nets", "--set-batches"), MEASURED, COMMON)),
          "decode",
          union(List.of(List.of("--image-size", "--seconds"), COMMON)),
          "launch",
          union(List.of(List.of("--nets"), MEASURED, COMMON)),
          "scaling",
          union(
              List.of(
                  List.of("--batches", "--widths", "--inputs", "--width", "--batch"),
                  List.of("--point-seconds", "--out"),
                  MEASURED,
                  COMMON)));

  private static final Pattern LISTED = Pattern.compile("(?m)^ {2,6}(?:-\\w, )?(--[a-z0-9-]+)");

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
        "reproduce",
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
    Outcome help = Outcome.done(command, "--help-all");
    assertEquals("", help.err());
    assertTrue(help.out().contains("Usage: oncilla " + command), help.out());
    assertEquals(OPTIONS.get(command), listed(help.out()));
    assertTrue(help.out().lines().allMatch(line -> line.length() <= 80), help.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"matmul", "step", "pipeline", "decode", "launch", "scaling"})
  void helpOfWhatBenchMeasures(String measured) {
    Outcome help = Outcome.done("bench", measured, "--help-all");
    assertEquals("", help.err());
    assertEquals(BENCH_OPTIONS.get(measured), listed(help.out()));
    assertTrue(help.out().lines().allMatch(line -> line.length() <= 80), help.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "find-lr",
        "evaluate",
        "crosscheck",
        "gradcheck",
        "experiment initialization",
        "experiment regularization"
      })
  void helpOfManyOptionsShowsTen(String command) {
    Outcome help = Outcome.done((command + " --help").split(" "));
    assertEquals("", help.err());
    Set<String> shown = listed(help.out());
    assertEquals(12, shown.size(), help.out());
    assertTrue(shown.containsAll(List.of("--backend", "--help", "--help-all")), help.out());
    Outcome all = Outcome.done((command + " --help-all").split(" "));
    int more = listed(all.out()).size() - shown.size();
    assertTrue(listed(all.out()).containsAll(shown), all.out());
    assertTrue(more > 0, all.out());
    // Every option has a subject.
    assertFalse(all.out().contains("Others:"), all.out());
    assertEquals(
        more + " more options, by subject: oncilla " + command + " --help-all",
        lastLine(help.out()));
    assertTrue(help.out().lines().allMatch(line -> line.length() <= 80), help.out());
  }

  private static String lastLine(String text) {
    List<String> lines = text.lines().toList();
    return lines.get(lines.size() - 1);
  }

  @Test
  void thoseOfTrainAreWhatPeopleUse() {
    assertEquals(
        Set.of(
            "--train",
            "--test",
            "--demo",
            "--positive",
            "--recipe",
            "--hidden",
            "--epochs",
            "--learning-rate",
            "--backend",
            "--out",
            "--help",
            "--help-all"),
        listed(Outcome.done("train", "--help").out()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "train; Data|Data in tables and arrays|Model and its start|Length, batches and learning rate|Optimiser and cost|Against learning by heart|Checkpoints, and running again|What computes|Output",
        "find-lr; Data|Data in tables and arrays|Model and its start|Length, batches and learning rate|Optimiser and cost|Against learning by heart|What computes|Output",
        "evaluate; Data|Data in tables and arrays|What computes|Output",
        "gradcheck; Data|Data in tables and arrays|Model and its start|Against learning by heart|Check|What computes|Output",
      })
  void everyOptionStandsUnderItsSubject(String command, String headings) {
    Outcome help = Outcome.done(command, "--help-all");
    List<String> found = help.out().lines().filter(line -> line.matches("[A-Z].*:")).toList();
    assertEquals(List.of((headings + ":").replace("|", ":|").split("[|]")), found);
  }

  @Test
  void theSameWordStandsWhereItsCommandUsesIt() {
    assertEquals("Optimiser and cost:", headingOf("train", "--epsilon"));
    assertEquals("Check:", headingOf("gradcheck", "--epsilon"));
    assertEquals("Data:", headingOf("evaluate", "--model"));
    assertEquals("What computes:", headingOf("train", "--device"));
  }

  private static String headingOf(String command, String option) {
    String heading = "";
    for (String line : Outcome.done(command, "--help-all").out().lines().toList()) {
      if (line.matches("[A-Z].*:")) {
        heading = line;
      } else if (line.startsWith("      " + option + "=")) {
        return heading;
      }
    }
    return "none";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"predict", "devices", "plot", "tune", "bench", "experiment", "bench step"})
  void helpOfFewOptionsShowsAll(String command) {
    assertEquals(
        Outcome.done((command + " --help").split(" ")).out(),
        Outcome.done((command + " --help-all").split(" ")).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "--help-all"})
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
