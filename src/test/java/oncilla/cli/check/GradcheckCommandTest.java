package oncilla.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import oncilla.backend.Precision;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.cli.Main;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gradcheck} as its user meets it. */
class GradcheckCommandTest {
  /** What a run left behind. */
  private record Outcome(int code, String out, String err) {}

  private static Outcome run(String arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            ("gradcheck " + arguments).split(" "),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    return new Outcome(code, out.toString(), err.toString());
  }

  private static JsonNode json(Outcome outcome) throws IOException {
    assertEquals(1, outcome.out().lines().count(), "one document and nothing else");
    return new ObjectMapper().readTree(outcome.out());
  }

  @Test
  void tanhIsCheckedToo() {
    Outcome outcome = run("--backend cpu --activation tanh --l2 0.7 --keep-prob 0.86");
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("every line holds"), outcome.out());
  }

  @Test
  void ownCaseHoldsAndPrintsALineForEachBlock() {
    Outcome outcome = run("--backend cpu --l2 0.7 --keep-prob 0.86");
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.err());
    for (String block : new String[] {"W1", "b1", "W2", "b2", "W3", "b3", "W4", "b4"}) {
      assertTrue(
          outcome.out().lines().anyMatch(line -> line.matches(block + " .*\\] .* ok")),
          outcome.out());
    }
    assertTrue(outcome.out().contains("biases are set to 0.1 x normals from seed 3"));
    assertTrue(outcome.out().contains("epsilon 1e-5"), outcome.out());
    assertTrue(outcome.out().contains("every line holds"));
  }

  @Test
  void fp64IsTheDefaultOnOpenClToo() throws IOException {
    new OpenClConfiguration("jocl", Precision.FP64, OpenClConfiguration.Variant.DEVICE_DEFAULT)
        .open()
        .close();
    for (String binding : new String[] {"jocl", "lwjgl"}) {
      JsonNode result = json(run("--backend opencl --hidden 5,3 --json --binding " + binding));
      assertEquals("fp64", result.get("precision").asText());
      assertEquals(binding, result.get("binding").asText());
      assertTrue(result.get("holds").asBoolean());
      assertTrue(result.get("difference").asDouble() < 1e-7);
    }
  }

  @Test
  void jsonIsOneDocumentWithEveryBlock() throws IOException {
    JsonNode result = json(run("--backend cpu --hidden 6,4 --samples 10 --json --seed 5"));
    assertTrue(result.get("holds").asBoolean());
    assertEquals("37,6,4,1", result.get("layers").asText());
    assertEquals(5, result.get("seed").asLong());
    assertEquals("0.1 x normals from seed 5", result.get("biases").asText());
    assertEquals(6, result.get("blocks").size());
    JsonNode first = result.get("blocks").get(0);
    assertEquals("W1", first.get("block").asText());
    assertEquals(222, first.get("elements").asInt());
    assertEquals(10, first.get("compared").asInt() + first.get("left_out").asInt());
    assertEquals(2, first.get("worst").get("index").size());
    assertEquals(
        first.get("worst").get("backward").asDouble(),
        first.get("worst").get("numerical").asDouble(),
        1e-9);
    assertEquals(1, result.get("blocks").get(1).get("worst").get("index").size());
    assertTrue(result.get("direction").get("holds").asBoolean());
    assertEquals(0, result.get("failures").size());
  }

  @Test
  void singlePrecisionIsComparedWithTheReference() throws IOException {
    Outcome outcome = run("--backend cpu --precision fp32 --hidden 5,3 --json");
    assertEquals(ExitCodes.DONE, outcome.code());
    JsonNode result = json(outcome);
    assertEquals("ejml fp64", result.get("numerical_from").asText());
    double bound = result.get("blocks").get(0).get("bound").asDouble();
    assertTrue(bound > 1e-6 && bound < 5e-5, "bound " + bound);
    assertTrue(run("--backend cpu --precision fp32 --hidden 5,3").out().contains("fp64 reference"));
  }

  @Test
  void boundThatRoundOffWidensIsExplained() {
    Outcome outcome = run("--backend cpu --epsilon 1e-7");
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.out());
    assertTrue(outcome.out().contains("a bound above 1e-07 is what round-off"), outcome.out());
    assertFalse(run("--backend cpu").out().contains("a bound above"));
  }

  @Test
  void checkThatDoesNotHoldIsExitThree() throws IOException {
    String arguments = "--backend cpu --hidden 6,4 --init normal --init-scale 0.001";
    Outcome outcome = run(arguments);
    assertEquals(ExitCodes.CHECK_FAILED, outcome.code());
    assertTrue(outcome.out().lines().anyMatch(line -> line.matches("W1 .* FAILED")));
    assertTrue(outcome.out().lines().anyMatch(line -> line.matches("W1: .*round-off.*")));
    Outcome asJson = run(arguments + " --json");
    assertEquals(ExitCodes.CHECK_FAILED, asJson.code());
    assertFalse(json(asJson).get("holds").asBoolean());
    assertTrue(json(asJson).get("failures").size() > 0);
  }

  @Test
  void takesDataAndModelOptions(@TempDir Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      rows.append(random.nextDouble()).append(',').append(random.nextDouble());
      rows.append(',').append(i % 2).append('\n');
    }
    Path file = folder.resolve("points.csv");
    Files.writeString(file, rows);
    Outcome outcome =
        run(
            "--backend cpu --json --hidden 7,6 --init he --keep-prob 0.8,1 --train "
                + file
                + " --test "
                + file);
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.err());
    JsonNode result = json(outcome);
    assertEquals("2,7,6,1", result.get("layers").asText());
    assertEquals(30, result.get("examples").asInt());
    assertTrue(result.get("case").asText().endsWith("points.csv"));
    assertTrue(result.get("direction").isNull());
    assertTrue(outcome.err().contains("gradients are those of the training data"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--epsilon 0",
        "--epsilon -1e-5",
        "--epsilon nan",
        "--epsilon small",
        "--samples 0",
        "--samples -3",
        "--l2 -1",
        "--keep-prob 0",
        "--keep-prob 1.5",
        "--keep-prob 0.9,0.8",
        "--hidden none --keep-prob 0.5",
        "--hidden none --activation tanh",
        "--activation sigmoid",
        "--seed -1",
        "--positive dog",
        "--demo-pictures 5",
        "--test points.csv",
        "--learning-rate 0.1",
        "--precision fp16"
      })
  void badUsageIsExitTwoAndSaysWhy(String arguments) {
    Outcome outcome = run("--backend cpu " + arguments);
    assertEquals(ExitCodes.USAGE, outcome.code(), outcome.out());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains("see oncilla gradcheck --help-all"), outcome.err());
  }

  @Test
  void missingDataIsExitOne() {
    Outcome outcome = run("--backend cpu --train nowhere.csv");
    assertEquals(ExitCodes.FAILED, outcome.code());
    assertTrue(outcome.err().contains("nowhere.csv"));
  }

  @Test
  void helpSaysWhyTheStepIsWhatItIs() {
    Outcome outcome = run("--help");
    assertEquals(ExitCodes.DONE, outcome.code());
    String text = outcome.out().replaceAll("\\s+", " ");
    assertTrue(text.contains("(default 1e-5)"), text);
    assertTrue(text.contains("round-off"), text);
  }
}
