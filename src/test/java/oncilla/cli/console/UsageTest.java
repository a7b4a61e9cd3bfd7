package oncilla.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oncilla.backend.provider.IllegalRequestException;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.cli.OncillaCommand;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * Bad usage is exit 2 and one line that names the problem, before anything is read or written; and
 * what the help lists is what there is.
 */
class UsageTest {
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

  /** Every option there is to be; one that is not built yet must not be here. */
  private static final Map<String, Set<String>> OPTIONS =
      Map.of(
          "train",
          union(
              List.of(
                  DATA,
                  IMAGES,
                  MODEL,
                  BACKEND,
                  COMMON,
                  List.of(
                      "--learning-rate",
                      "--iterations",
                      "--epochs",
                      "--batch-size",
                      "--augment",
                      "--log-every",
                      "--no-curves",
                      "--out",
                      "--quiet"))),
          "evaluate",
          union(List.of(List.of("--model", "--test"), IMAGES, BACKEND, COMMON)),
          "predict",
          union(List.of(List.of("--model", "--skip-unreadable"), BACKEND, COMMON)),
          "devices",
          union(List.of(List.of("--check", "--recheck"), COMMON)),
          "crosscheck",
          union(
              List.of(
                  DATA,
                  IMAGES,
                  MODEL,
                  COMMON,
                  List.of("--backend", "--binding", "--precision", "--device", "--learning-rate"))),
          "gradcheck",
          union(List.of(DATA, IMAGES, MODEL, BACKEND, COMMON, List.of("--epsilon", "--samples"))),
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
                  COMMON)));

  private static final List<String> MEASURED =
      List.of("--seconds", "--unverified", "--backend", "--binding", "--precision", "--device");

  /** Every option of what {@code bench} measures. */
  private static final Map<String, Set<String>> BENCH_OPTIONS =
      Map.of(
          "matmul",
          union(List.of(List.of("--shapes", "--forms"), MEASURED, COMMON)),
          "step",
          union(List.of(List.of("--nets", "--l2", "--keep-prob"), MEASURED, COMMON)),
          "launch",
          union(List.of(List.of("--nets"), MEASURED, COMMON)),
          "pipeline",
          union(List.of(List.of("--nets", "--set-batches"), MEASURED, COMMON)),
          "scaling",
          union(
              List.of(
                  List.of("--batches", "--widths", "--inputs", "--width", "--batch"),
                  List.of("--point-seconds", "--out"),
                  MEASURED,
                  COMMON)));

  private static final Pattern LISTED = Pattern.compile("(?m)^ +(?:-\\w, )?(--[a-z0-9-]+)");

  @TempDir Path directory;

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

  @Test
  void benchNeedsToKnowWhatToMeasure() {
    Outcome outcome = Outcome.of("bench");
    assertEquals(ExitCodes.USAGE, outcome.code());
    assertTrue(outcome.err().contains("what to measure is missing"), outcome.err());
    Outcome.of("bench", "sleep").assertUsageError("oncilla bench", "there is no bench 'sleep'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void theHelpOfTheProgramListsItsCommands(String option) {
    Outcome help = Outcome.done(option);
    assertEquals("", help.err());
    Set<String> commands = new TreeSet<>();
    help.out()
        .lines()
        .filter(line -> line.matches("  [a-z]+  .*"))
        .forEach(line -> commands.add(line.strip().split(" ")[0]));
    assertEquals(OPTIONS.keySet(), commands);
  }

  @Test
  void version() {
    Outcome version = Outcome.done("--version");
    assertEquals("", version.err());
    assertTrue(version.out().matches("(?s)oncilla \\d+\\.\\d+\\.\\d+\\S*\\R.*"), version.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "trian"})
  void aCommandThatDoesNotExist(String command) {
    String problem = "there is no command '" + command + "'";
    Outcome.of(command).assertUsageError("oncilla", problem);
    Outcome.of(command, "--help").assertUsageError("oncilla", problem);
  }

  @Test
  void noCommandShowsTheHelp() {
    Outcome outcome = Outcome.of();
    assertEquals(ExitCodes.USAGE, outcome.code());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains("crosscheck"), outcome.err());
    assertTrue(outcome.err().contains("oncilla: a command is missing"), outcome.err());
  }

  @ParameterizedTest
  @CsvSource({
    "crosscheck --batch-size 32, --batch-size",
    "gradcheck --epochs 3, --epochs",
    "train --optimizer adam, --optimizer",
    "train --resume runs/a, --resume",
    "train --checkpoint-every 5, --checkpoint-every",
    "train --nonsense --help, --nonsense",
    "evaluate --model a --test b --quiet, --quiet",
    "predict --model a --image-size 3 b, --image-size",
    "devices --backend cpu, --backend",
    "crosscheck --iterations 5, --iterations",
  })
  void anOptionThatDoesNotExist(String line, String option) {
    String[] arguments = line.split(" ");
    Outcome.of(arguments).assertUsageError("oncilla " + arguments[0], "'" + option);
  }

  /** A line of options, DATA standing for a table; and words of the message. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                    | --train PATH is missing",
        "--test DATA                           | --train PATH is missing",
        "--demo --train DATA                   | --demo draws its own data",
        "--demo --test DATA                    | --demo draws its own data",
        "--demo --positive dog                 | --positive has no meaning with --demo",
        "--demo --skip-unreadable              | --skip-unreadable has no meaning with --demo",
        "--demo --demo-pictures 0              | --demo-pictures must be at least 1, not 0",
        "--demo --image-size 0                 | image size 0, expected 1 to",
        "--train DATA --demo-pictures 5        | --demo-pictures has no meaning without --demo",
        "--train DATA --image-size 0           | image size 0, expected 1 to",
        "--train DATA --image-size 32          | --image-size is for folders of images",
        "--train DATA --skip-unreadable        | --skip-unreadable is for folders of images",
        "--train DATA --learning-rate -0.1     | the learning rate must be positive",
        "--train DATA --learning-rate 0        | the learning rate must be positive",
        "--train DATA --learning-rate NaN      | the learning rate must be positive",
        "--train DATA --learning-rate Infinity | the learning rate must be positive",
        "--train DATA --learning-rate fast     | 'fast' is not a double",
        "--train DATA --iterations 0           | iterations must be at least 1, not 0",
        "--train DATA --iterations -3          | iterations must be at least 1, not -3",
        "--train DATA --iterations 1.5         | '1.5' is not a long",
        "--train DATA --log-every 0            | the distance between costs must be at least 1",
        "--train DATA --keep-prob 0            | a keep probability lies in (0, 1], not 0.0",
        "--train DATA --keep-prob 1.5          | a keep probability lies in (0, 1], not 1.5",
        "--train DATA --keep-prob -1           | a keep probability lies in (0, 1], not -1.0",
        "--train DATA --keep-prob 0.5,0.5      | 2 keep probabilities for 3 hidden layers",
        "--train DATA --keep-prob 0.5,,0.5     | '' is not a double",
        "--train DATA --hidden none --keep-prob 0.5 | dropout needs a hidden layer",
        "--train DATA --activation sigmoid     | expected one of [relu, tanh] (case-insensitive)",
        "--train DATA --hidden none --activation tanh | no meaning without a hidden layer",
        "--train DATA --l2 -0.7                | lambda of L2 must be 0 or positive, not -0.7",
        "--train DATA --l2 NaN                 | lambda of L2 must be 0 or positive, not NaN",
        "--train DATA --hidden 20,,5           | '20,,5' is not a list of layer sizes",
        "--train DATA --hidden 0               | '0' is not a list of layer sizes",
        "--train DATA --hidden -4              | '-4' is not a list of layer sizes",
        "--train DATA --hidden x               | 'x' is not a list of layer sizes",
        "--train DATA --hidden 20,none         | '20,none' is not a list of layer sizes",
        "--train DATA --init-scale 2           | a scale belongs to the start 'normal'",
        "--train DATA --init he --init-scale 2 | a scale belongs to the start 'normal'",
        "--train DATA --init normal --init-scale 0 | the scale of a start must be positive",
        "--train DATA --init xavier            | expected one of [lecun, he, glorot, normal, zeros]",
        "--train DATA --init-from DATA --init he | have no meaning with --init-from",
        "--train DATA --init-from DATA --init-scale 2 | have no meaning with --init-from",
        "--train DATA --seed -1                | a seed lies in 0 ... 4294967295, not -1",
        "--train DATA --seed 4294967296        | a seed lies in 0 ... 4294967295, not 4294967296",
        "--train DATA --backend gpu            | expected one of [auto, cpu, opencl]",
        "--train DATA --backend ejml           | expected one of [auto, cpu, opencl]",
        "--train DATA --binding jogamp         | expected one of [jocl, lwjgl]",
        "--train DATA --precision fp16         | expected one of [fp32, fp64]",
        "--train DATA --matmul-precision low   | expected one of [highest, high, medium]",
        "--train DATA --cpu-blas mkl           | expected one of [openblas, ejml]",
        "--train DATA --backend cpu --binding jocl | the cpu backend has no binding",
        "--train DATA --out                    | --out",
        "--train DATA --hidden 3 --hidden 4    | --hidden",
        "--train DATA surplus                  | surplus",
      })
  void whatTrainRefuses(String options, String problem) throws IOException {
    Path data = Samples.table(directory.resolve("data.csv"));
    Set<String> before = Samples.below(directory);
    boolean runs = Files.exists(Path.of("runs"));
    List<String> arguments = new ArrayList<>(List.of("train"));
    if (!options.endsWith("--out")) {
      arguments.addAll(List.of("--out", directory.resolve("run").toString()));
    }
    arguments.addAll(Arrays.asList(options.replace("DATA", data.toString()).split(" ")));
    arguments.removeIf(String::isEmpty);
    Outcome.of(arguments.toArray(String[]::new)).assertUsageError("oncilla train", problem);
    assertEquals(before, Samples.below(directory));
    assertEquals(runs, Files.exists(Path.of("runs")));
  }

  @Test
  void anEmptyPath() {
    Outcome.of("train", "--train", "").assertUsageError("oncilla train", "a path is empty");
    Outcome.of("train", "--demo", "--out", "").assertUsageError("oncilla train", "a path is empty");
  }

  @Test
  void whatOtherCommandsRefuse() throws IOException {
    Path data = Samples.table(directory.resolve("data.csv"));
    Path model = Samples.tableModel(directory);
    Outcome.of("evaluate").assertUsageError("oncilla evaluate", "--model");
    Outcome.of("evaluate", "--model", model.toString())
        .assertUsageError("oncilla evaluate", "--test");
    Outcome.of(
            "evaluate", "--model", model.toString(), "--test", data.toString(), "--image-size", "9")
        .assertUsageError("oncilla evaluate", "--image-size is for folders of images");
    Outcome.of("predict", "x.png").assertUsageError("oncilla predict", "--model");
    Outcome.of("predict", "--model", model.toString()).assertUsageError("oncilla predict", "IMAGE");
    Outcome.of("devices", "everywhere").assertUsageError("oncilla devices", "everywhere");
  }

  @Test
  void whatCrosscheckRefuses() throws IOException {
    Path data = Samples.table(directory.resolve("data.csv"));
    for (String option : List.of("--hidden", "--l2", "--seed", "--learning-rate", "--image-size")) {
      Outcome.of("crosscheck", "--backend", "cpu", option, "4")
          .assertUsageError(
              "oncilla crosscheck", option + " has no meaning without --train PATH or --demo");
    }
    Outcome.of("crosscheck", "--backend", "auto")
        .assertUsageError("oncilla crosscheck", "expected one of [cpu, opencl]");
    Outcome.of("crosscheck", "--backend", "cpu,cuda")
        .assertUsageError("oncilla crosscheck", "expected one of [cpu, opencl]");
    Outcome.of("crosscheck", "--test", data.toString())
        .assertUsageError("oncilla crosscheck", "--train PATH is missing");
    Outcome.of("crosscheck", "--train", data.toString(), "--keep-prob", "2")
        .assertUsageError("oncilla crosscheck", "a keep probability lies in (0, 1], not 2.0");
    Outcome.of("crosscheck", "--train", data.toString(), "--learning-rate", "-1")
        .assertUsageError("oncilla crosscheck", "the learning rate must be positive");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seconds 0          | --seconds must be positive, not 0.0",
        "--seconds NaN        | --seconds must be positive, not NaN",
        "--seconds soon       | 'soon' is not a double",
        "--classes huge       | expected one of [small, flat, thin, long, medium, large] but was 'huge'",
        "--classes ''         | expected one of [small, flat, thin, long, medium, large]",
        "--forms NN,TT        | expected one of [NN, NT, TN]",
        "--precision fp16     | expected one of [fp32, fp64]",
        "--binding jogamp     | expected one of [jocl, lwjgl]",
        "--backend cpu        | '--backend'",
        "--binding jocl,lwjgl | expected one of [jocl, lwjgl]",
        "surplus              | surplus",
      })
  void whatTuneRefuses(String options, String problem) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("tune"));
    arguments.addAll(List.of("--out", directory.resolve("tuning.json").toString()));
    Arrays.stream(options.split(" ")).map(word -> word.replace("''", "")).forEach(arguments::add);
    Outcome.of(arguments.toArray(String[]::new)).assertUsageError("oncilla tune", problem);
    assertEquals(Set.of(""), Samples.below(directory));
  }

  @Test
  void whatABackendRefusesIsBadUsage() {
    CommandLine line = new CommandLine(new OncillaCommand());
    String devices = " 'GPU' fits more than one device: 0: GPU A, 1: GPU B";
    CommandLine.ParameterException refused =
        assertThrows(
            CommandLine.ParameterException.class,
            () ->
                Usage.check(
                    line.getCommandSpec(),
                    () -> {
                      throw new IllegalRequestException(Message.of(Setting.DEVICE, devices));
                    }));
    assertEquals("--device" + devices, refused.getMessage());
  }

  @Test
  void verboseAddsNoStackToBadUsage() {
    Outcome outcome = Outcome.of("train", "--verbose", "--demo", "--seed", "-1");
    outcome.assertUsageError("oncilla train", "a seed lies in");
    assertFalse(outcome.err().contains("\tat "), outcome.err());
  }
}
