package oncilla.cli.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import oncilla.Requirements;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.tuning.TuningOutcome;
import oncilla.backend.tuning.TuningRow;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuneCommandTest {
  @TempDir Path directory;

  private static void requireOpenCl() {
    Availability availability =
        BackendSelector.fromServices()
            .provider("opencl")
            .availability(BackendRequest.defaults().withPrecision(Precision.FP32));
    if (!availability.isUsable()) {
      Requirements.missing("opencl", availability.reason());
    }
  }

  private String[] tune(Path file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("tune", "--out", file.toString()));
    arguments.addAll(List.of("--precision", "fp32", "--forms", "NN", "--classes", "small"));
    arguments.addAll(List.of("--seconds", "1"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  void theHelpNamesEveryClass() {
    String help = Outcome.done("tune", "--help").out().replaceAll("\\s+", " ");
    String classes =
        Arrays.stream(ShapeClass.values())
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    assertTrue(help.contains("Classes of extents: " + classes + " (default"), help);
  }

  @Test
  void whatIsFoundIsPrintedAndWritten() throws IOException {
    requireOpenCl();
    Path file = directory.resolve("deep/tuning.json");
    Outcome outcome = Outcome.done(tune(file, "--json"));
    JsonNode result = outcome.json();
    assertEquals(file.toString(), result.get("file").asText());
    assertEquals(1, result.get("rows").size());
    JsonNode row = result.get("rows").get(0);
    assertEquals("fp32", row.get("precision").asText());
    assertEquals("NN", row.get("form").asText());
    assertEquals("small", row.get("class").asText());
    assertTrue(row.get("gain").asDouble() >= 1, row.toString());
    int outcomes = 0;
    for (String name : List.of("better", "not_better", "wrong", "failed", "unmeasured")) {
      outcomes += row.get(name).asInt();
    }
    assertEquals(row.get("tried").asInt(), outcomes);
    assertTrue(outcome.err().startsWith("1/1 fp32 NN small: "), outcome.err());
    assertTrue(outcome.err().contains("x after "), outcome.err());

    JsonNode entry = new JsonMapper().readTree(file.toFile()).get("entries").get(0);
    assertEquals(result.get("device"), entry.get("device"));
    assertEquals(row.at("/best/family"), entry.get("family"));
    assertEquals(row.at("/best/parameters"), entry.get("parameters"));
    assertEquals(List.of("tuning.json"), List.of(file.getParent().toFile().list()));
  }

  @Test
  void asATable() {
    requireOpenCl();
    Path file = directory.resolve("tuning.json");
    Outcome outcome = Outcome.done(tune(file, "--binding", "lwjgl"));
    assertTrue(outcome.out().startsWith("precision  form  class  GFLOP/s before"), outcome.out());
    assertTrue(outcome.out().endsWith("tuning  " + file + System.lineSeparator()), outcome.out());
  }

  @Test
  void aDamagedFileIsAFailureAndStaysAsItIs() throws IOException {
    requireOpenCl();
    Path file = Files.writeString(directory.resolve("tuning.json"), "{\"oncilla_tuning\": 1, ");
    Outcome.of(tune(file)).assertFailure(file + ": line 1, column ", "Delete it");
    assertEquals("{\"oncilla_tuning\": 1, ", Files.readString(file));
  }

  @Test
  void aDeviceThatDoesNotExist() {
    requireOpenCl();
    Outcome.of(tune(directory.resolve("tuning.json"), "--device", "abacus"))
        .assertFailure("no OpenCL device is called 'abacus'");
    assertFalse(Files.exists(directory.resolve("tuning.json")));
  }

  @Test
  void progressOnATerminalAndInAPipe() {
    TuningRow.Measured start = new TuningRow.Measured("direct", Map.of("block_m", 4), 10);
    TuningRow row =
        new TuningRow(
            "d",
            Precision.FP32,
            MatmulForm.NT,
            "thin",
            start,
            start,
            1.5,
            Map.of(TuningOutcome.BETTER, 1, TuningOutcome.WRONG, 1));
    for (boolean interactive : new boolean[] {false, true}) {
      StringWriter err = new StringWriter();
      List<String> files = new ArrayList<>();
      try (TuneProgress progress =
          new TuneProgress(
              new PrintWriter(err, true),
              interactive ? OptionalInt.of(80) : OptionalInt.empty(),
              files::add)) {
        progress.started("fp32 NT thin", 2, 3, "direct block_m=4", 10);
        progress.trying("direct block_m=2");
        progress.tried("direct block_m=2", TuningOutcome.BETTER, "", 1.5);
        progress.trying("direct block_m=3");
        progress.tried("direct block_m=3", TuningOutcome.WRONG, "c is off", 1.5);
        progress.trying("direct block_m=6");
        progress.tried("direct block_m=6", TuningOutcome.NOT_BETTER, "", 1.5);
        progress.decided(row, "the text");
      }
      assertEquals(List.of("the text"), files);
      assertEquals(
          interactive,
          err.toString().contains("  best 1.50x of the start; trying direct block_m=3"));
      assertEquals(
          List.of(
              "2/3 fp32 NT thin: direct block_m=4, 10.0 GFLOP/s",
              "  1.50x of the start: direct block_m=2",
              "  wrong, left out: direct block_m=3: c is off",
              "  1.50x after 2 candidates"),
          err.toString()
              .lines()
              .map(line -> line.substring(line.lastIndexOf('\r') + 1))
              .filter(line -> !line.contains("; trying"))
              .filter(line -> !line.isBlank())
              .toList());
    }
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
}
