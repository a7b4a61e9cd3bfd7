package oncilla.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import oncilla.Requirements;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.cli.Outcome;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small measurements of each kind, through both backends: their shape, not their speed. */
class BenchCommandTest {
  /** From {@code peers/numpy_peer.py step --nets 12,5,1x7 --precision fp64}. */
  private static final double NUMPY_COST = 0.7094670319777564;

  @TempDir Path directory;

  private static Outcome bench(String backend, String... arguments) {
    if (backend.contains("opencl")
        && !BackendSelector.fromServices()
            .provider("opencl")
            .availability(BackendRequest.defaults())
            .isUsable()) {
      Requirements.missing("opencl", "no OpenCL device");
    }
    List<String> all = new ArrayList<>(List.of("bench"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--backend", backend, "--seconds", "0.001"));
    return Outcome.done(all.toArray(String[]::new));
  }

  private static Set<String> keys(JsonNode object) {
    Set<String> keys = new TreeSet<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static Set<String> set(String... names) {
    return new TreeSet<>(List.of(names));
  }

  private static void assertStatistics(JsonNode node) {
    assertEquals(
        set("median", "lower_quartile", "upper_quartile", "min", "max", "count"), keys(node));
    double[] rising =
        List.of("min", "lower_quartile", "median", "upper_quartile", "max").stream()
            .mapToDouble(key -> node.get(key).asDouble())
            .toArray();
    double[] sorted = rising.clone();
    Arrays.sort(sorted);
    assertEquals(Arrays.toString(sorted), Arrays.toString(rising));
    assertTrue(rising[0] > 0, node.toString());
    assertTrue(node.get("count").asInt() >= 3, node.toString());
  }

  /** Checks what every document says, and returns its results. */
  private static JsonNode results(String bench, int targets, JsonNode document) {
    assertEquals(bench, document.get("bench").asText());
    assertTrue(document.get("program").asText().startsWith("oncilla "));
    assertTrue(document.get("date").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
    JsonNode machine = document.get("machine");
    assertEquals(set("cpu", "cores", "os", "runtime", "environment"), keys(machine));
    assertFalse(machine.get("cpu").asText().isBlank());
    assertTrue(machine.get("cores").asInt() >= 1);
    assertEquals(0.001, document.get("options").get("seconds").asDouble());
    assertEquals(targets, document.get("targets").size());
    for (JsonNode target : document.get("targets")) {
      assertEquals(
          set(
              "target",
              "backend",
              "binding",
              "precision",
              "device",
              "platform",
              "driver",
              "peak_gflops"),
          keys(target));
      boolean opencl = target.get("backend").asText().equals("opencl");
      assertEquals(opencl, target.get("peak_gflops").asDouble() > 0, target.toString());
    }
    return document.get("results");
  }

  @ParameterizedTest
  @CsvSource({"cpu, fp32, 1e-6", "cpu, fp64, 1e-14", "opencl, fp32, 1e-6"})
  void matmul(String backend, String precision, double largestError) {
    Outcome outcome =
        bench(
            backend,
            "matmul",
            "--shapes",
            "5x7x9,70x3x80",
            "--forms",
            "NT,TN",
            "--precision",
            precision,
            "--json");
    int targets = backend.equals("cpu") ? 1 : 2;
    JsonNode document = outcome.json();
    assertEquals("5x7x9,70x3x80", document.get("options").get("shapes").asText());
    JsonNode results = results("matmul", targets, document);
    assertEquals(4 * targets, results.size());
    assertEquals("5x7x9", results.get(0).get("shape").asText());
    assertEquals("NT", results.get(0).get("form").asText());
    for (JsonNode result : results) {
      assertStatistics(result.get("seconds"));
      assertStatistics(result.get("speed_over_first"));
      assertEquals(precision, result.get("precision").asText());
      assertTrue(result.get("gflops").asDouble() > 0);
      assertTrue(result.get("error").asDouble() < largestError, result.toString());
      assertEquals(backend.equals("cpu"), result.get("peak_share").isNull());
    }
  }

  /** Samples of one round belong together, so a ratio lies between the extremes of the times. */
  @Test
  void backendsOfOneCallTakeTurnsAndAreCompared() {
    JsonNode document =
        bench(
                "cpu,opencl",
                "matmul",
                "--binding",
                "jocl",
                "--shapes",
                "70x90x80",
                "--forms",
                "NT",
                "--precision",
                "fp32",
                "--json")
            .json();
    JsonNode results = results("matmul", 2, document);
    assertEquals(2, results.size());
    assertEquals("cpu", document.get("targets").get(0).get("backend").asText());
    JsonNode first = results.get(0);
    JsonNode second = results.get(1);
    assertEquals(document.get("targets").get(0).get("target"), first.get("target"));
    assertEquals(document.get("targets").get(1).get("target"), second.get("target"));
    JsonNode ratio = second.get("speed_over_first");
    for (JsonNode node : List.of(ratio, second.get("seconds"), first.get("speed_over_first"))) {
      assertStatistics(node);
      assertEquals(first.get("seconds").get("count"), node.get("count"), "the same rounds");
    }
    assertEquals(1, first.get("speed_over_first").get("min").asDouble());
    assertEquals(1, first.get("speed_over_first").get("max").asDouble());
    double[] own = extremes(second.get("seconds"));
    double[] other = extremes(first.get("seconds"));
    double[] ratios = extremes(ratio);
    assertTrue(ratios[0] >= 0.999 * other[0] / own[1], document.toString());
    assertTrue(ratios[1] <= 1.001 * other[1] / own[0], document.toString());
  }

  private static double[] extremes(JsonNode statistics) {
    return new double[] {statistics.get("min").asDouble(), statistics.get("max").asDouble()};
  }

  @Test
  void theTableNamesEachMeasurement() {
    Outcome outcome =
        bench("cpu", "matmul", "--shapes", "5x7x9", "--forms", "NN", "--precision", "fp32,fp64");
    List<String> lines = outcome.out().lines().toList();
    assertEquals(4, lines.size(), outcome.out());
    assertTrue(lines.get(0).startsWith("form  shape"), outcome.out());
    assertTrue(lines.get(2).contains("cpu fp32") && lines.get(3).contains("cpu fp64"));
    assertTrue(outcome.err().contains("measuring NN 5x7x9"), outcome.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "opencl"})
  void step(String backend) {
    Outcome outcome =
        bench(
            backend,
            "step",
            "--nets",
            "6,4,1x5;6,1x3",
            "--precision",
            "fp64",
            "--l2",
            "0.1",
            "--json");
    int targets = backend.equals("cpu") ? 1 : 2;
    JsonNode results = results("step", targets, outcome.json());
    assertEquals(2 * targets, results.size());
    for (JsonNode result : results) {
      assertStatistics(result.get("seconds"));
      assertStatistics(result.get("host_share"));
      assertTrue(result.get("host_share").get("max").asDouble() <= 1);
      assertTrue(result.get("launches").asInt() >= 5);
      assertTrue(result.get("cost").asDouble() > 0.1);
      double batch = result.get("net").asText().endsWith("x5") ? 5 : 3;
      assertEquals(
          batch / result.get("seconds").get("median").asDouble(),
          result.get("examples_per_second").asDouble(),
          1e-6 * result.get("examples_per_second").asDouble());
    }
  }

  @Test
  void stepLaunchByLaunch() throws IOException {
    Path figures = directory.resolve("figures");
    Outcome outcome =
        bench(
            "cpu,opencl",
            "step",
            "--nets",
            "6,4,1x5;6,1x3",
            "--precision",
            "fp32",
            "--binding",
            "jocl",
            "--profile",
            "--out",
            figures.toString(),
            "--json");
    JsonNode document = outcome.json();
    // The cpu backend is measured, but has no launches.
    assertEquals(4, results("step", 2, document).size());
    JsonNode profiles = document.get("profiles");
    assertEquals(2, profiles.size());
    for (JsonNode profile : profiles) {
      assertEquals("fp32", profile.get("precision").asText());
      assertStatistics(profile.get("device_seconds"));
      assertStatistics(profile.get("step_seconds"));
      assertTrue(profile.get("device_gb_per_second").asDouble() > 0);
      double shares = 0;
      double operations = 0;
      for (JsonNode launch : profile.get("launches")) {
        assertTrue(launch.get("bytes").asLong() > 0, launch.toString());
        assertTrue(launch.get("seconds").get("count").asInt() >= 10, launch.toString());
        shares += launch.get("share").asDouble();
        operations += launch.get("operations").asDouble();
      }
      assertEquals(1, shares, 1e-9);
      assertTrue(operations > 0, profile.toString());
    }
    assertEquals(2, document.get("figures").size());
    for (JsonNode figure : document.get("figures")) {
      assertEquals(1200, ImageIO.read(Path.of(figure.asText()).toFile()).getWidth());
    }
    assertTrue(Files.exists(figures.resolve("profile-2.png")));
  }

  @Test
  void launchesOfTheCpuBackendAreNotThere() {
    Outcome outcome =
        Outcome.of("bench", "step", "--backend", "cpu", "--seconds", "0.001", "--profile");
    assertEquals(ExitCodes.FAILED, outcome.code());
    assertTrue(outcome.err().contains("--profile times launches of OpenCL devices"), outcome.err());
  }

  /** The same examples and start give the same cost everywhere; here from NumPy's script. */
  @Test
  void theCostIsThePeers() {
    Outcome outcome = bench("cpu", "step", "--nets", "12,5,1x7", "--precision", "fp64", "--json");
    JsonNode result = outcome.json().get("results").get(0);
    assertEquals(NUMPY_COST, result.get("cost").asDouble(), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "opencl"})
  void launch(String backend) {
    Outcome outcome =
        bench(backend, "launch", "--nets", "6,4,1x5", "--precision", "fp32", "--json");
    JsonNode results = results("launch", backend.equals("cpu") ? 1 : 2, outcome.json());
    for (JsonNode result : results) {
      assertStatistics(result.get("back_to_back"));
      assertStatistics(result.get("submit"));
      assertStatistics(result.get("waited"));
      assertTrue(result.get("launches_of_a_step").get("6,4,1x5").asInt() >= 5);
      JsonNode share = result.get("host_share_of_a_step").get("6,4,1x5");
      assertStatistics(share);
      assertTrue(share.get("max").asDouble() <= 1, share.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "opencl"})
  void scaling(String backend) throws IOException {
    Path plot = directory.resolve("scaling.png");
    Outcome outcome =
        bench(
            backend,
            "scaling",
            "--batches",
            "1-4",
            "--widths",
            "3-6",
            "--inputs",
            "5",
            "--width",
            "4",
            "--batch",
            "3",
            "--precision",
            "fp32",
            "--out",
            plot.toString(),
            "--json");
    JsonNode results = results("scaling", backend.equals("cpu") ? 1 : 2, outcome.json());
    for (JsonNode result : results) {
      assertEquals(0, result.get("skipped").size());
      assertEquals(5, result.get("points").size());
      for (JsonNode point : result.get("points")) {
        assertStatistics(point.get("seconds_per_example"));
        assertStatistics(point.get("seconds_per_example_next"));
        assertStatistics(point.get("next_over_this"));
        assertEquals(
            point.get("next_over_this").get("median").asDouble() > 1.3,
            point.get("cliff").asBoolean());
      }
    }
    assertEquals(1200, ImageIO.read(plot.toFile()).getWidth());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "matmul --shapes 5x7          | '5x7' is not a shape MxNxK",
        "matmul --shapes 5x7x0        | '5x7x0' is not a shape MxNxK",
        "matmul --shapes 90000x90000x1 | exceeds a Java array",
        "matmul --forms TT            | expected one of [NN, NT, TN]",
        "matmul --seconds 0           | the seconds of a measurement must be positive",
        "matmul --seconds soon        | 'soon' is not a double",
        "matmul --backend auto        | expected one of [cpu, opencl]",
        "step --nets 4,2x5            | the last layer has one unit, not 2",
        "step --nets 4,1              | '4,1' is not a network with a batch",
        "step --nets 4,3,1x5;         | '' is not a network with a batch",
        "step --l2 -1                 | lambda of L2 must be 0 or positive",
        "step --keep-prob 0.5,0.5     | 2 keep probabilities for 3 hidden layers",
        "launch --nets x              | 'x' is not a network with a batch",
        "scaling --batches 8          | --batches takes sizes FROM-TO",
        "scaling --widths 8-4         | sizes from 8 to 4",
        "scaling --inputs 0           | must be at least 1",
        "scaling --point-seconds 0    | the seconds of a point must be positive",
        "scaling --out plot.jpg       | --out must end in .png",
      })
  void whatIsRefused(String line, String problem) {
    List<String> arguments = new ArrayList<>(List.of("bench"));
    arguments.addAll(Arrays.asList(line.strip().split(" ")));
    Outcome.of(arguments.toArray(String[]::new))
        .assertUsageError("oncilla bench " + arguments.get(1), problem);
    assertFalse(Files.exists(Path.of("scaling.png")));
  }

  @Test
  void benchNeedsToKnowWhatToMeasure() {
    Outcome outcome = Outcome.of("bench");
    assertEquals(ExitCodes.USAGE, outcome.code());
    assertTrue(outcome.err().contains("what to measure is missing"), outcome.err());
    Outcome.of("bench", "sleep").assertUsageError("oncilla bench", "there is no bench 'sleep'");
  }
}
