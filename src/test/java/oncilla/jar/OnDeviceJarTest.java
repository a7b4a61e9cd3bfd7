package oncilla.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import oncilla.Requirements;
import oncilla.jar.PackedJar.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code peers/on_device.sh}, which proves and measures a device, with small sizes on this one. */
@Tag("jar")
class OnDeviceJarTest {
  private static final String SCRIPT = "peers/on_device.sh";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @TempDir Path folder;
  private PackedJar jar;

  @BeforeEach
  void prepare() throws IOException {
    jar = PackedJar.in(folder);
  }

  private Ended stages(String... arguments) throws IOException, InterruptedException {
    String[] all = new String[arguments.length + 5];
    // No interpreter of this name has peers.
    List.of("--small", "--out", "out", "--python", "no-such-python").toArray(all);
    System.arraycopy(arguments, 0, all, 5, arguments.length);
    return jar.runScript(SCRIPT, all);
  }

  private JsonNode results() throws IOException {
    return JSON.readTree(folder.resolve("out/results.json").toFile());
  }

  private static List<JsonNode> rows(JsonNode results, String stage) {
    return StreamSupport.stream(results.get("wanted").spliterator(), false)
        .filter(row -> row.get("stage").asText().equals(stage))
        .toList();
  }

  private static String only(JsonNode results, String stage, String key) {
    List<JsonNode> rows = rows(results, stage);
    assertEquals(1, rows.size(), stage);
    return rows.get(0).get(key).asText();
  }

  @Test
  void itProvesAndMeasuresInStages() throws IOException, InterruptedException {
    var devices = JSON.readTree(jar.run("devices", "--json").out()).at("/backends/1");
    if (!devices.get("usable").asBoolean()) {
      Requirements.missing("opencl", devices.get("reason").asText());
    }

    Ended ended =
        stages("--only", "devices,crosscheck,notes,test-leaks,matmul,step,launch,profile");
    assertEquals(0, ended.code(), ended.toString());
    JsonNode results = results();
    assertTrue(results.get("small").asBoolean());
    String compared = only(results, "crosscheck", "found");
    int lines = results.at("/documents/crosscheck/rows").size();
    assertTrue(lines > 20, compared);
    assertEquals(lines + " of " + lines + " lines", compared);
    assertEquals("yes", only(results, "crosscheck", "holds"));
    assertTrue(only(results, "matmul", "found").startsWith("6 measured, "));
    assertEquals("yes", only(results, "matmul", "holds"));
    double median = results.at("/documents/step/results/0/seconds/median").asDouble() * 1e3;
    assertEquals(
        String.format(java.util.Locale.ROOT, "%.4f ms", median), only(results, "step", "found"));
    assertEquals(2, rows(results, "launch").size());
    // What it could not run, it says.
    for (JsonNode row : rows(results, "notes")) {
      assertEquals("open", row.get("holds").asText());
      assertTrue(row.get("found").asText().contains("no train_catvnoncat.h5"), row.toString());
    }
    assertTrue(
        only(results, "test-leaks", "found").contains("oncilla-device-tests.jar"),
        only(results, "test-leaks", "found"));
    assertEquals("not run", only(results, "check", "found"));
    assertEquals(8, results.get("stages").size());

    String table = Files.readString(folder.resolve("out/table.txt"));
    assertTrue(ended.out().endsWith(table), ended.out());
    assertEquals(results.get("wanted").size() + 1, table.lines().count());
    assertTrue(table.lines().anyMatch(line -> line.matches("crosscheck .*all hold .* yes")), table);

    aLineThatDoesNotHoldIsFound(lines);
  }

  /** A call goes on with what an earlier one left; so one of its documents is made wrong. */
  private void aLineThatDoesNotHoldIsFound(int lines) throws IOException, InterruptedException {
    Path document = folder.resolve("out/crosscheck.json");
    String wrong =
        Files.readString(document)
            .replaceFirst("\"holds\":true", "\"holds\":false")
            .replaceFirst("\"holds\":true", "\"holds\":false");
    Files.writeString(document, wrong);
    Ended ended = stages("--only", "devices");
    assertEquals(3, ended.code(), ended.toString());
    assertEquals((lines - 1) + " of " + lines + " lines", only(results(), "crosscheck", "found"));
    assertEquals("no", only(results(), "crosscheck", "holds"));
    assertEquals(8, results().get("stages").size());
  }

  @ParameterizedTest
  @CsvSource({
    "--only, nothing, there is no stage 'nothing'",
    "--from, nothing, there is no stage 'nothing'",
    "--seconds, long, --seconds takes a number of seconds",
    "--data, nowhere, --data nowhere is no folder",
    "--size, 3, there is no option --size",
  })
  void whatItIsToldWrongIsBadUsage(String option, String value, String expected)
      throws IOException, InterruptedException {
    Ended ended = stages(option, value);
    assertEquals(2, ended.code(), ended.toString());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().startsWith("on_device.sh: " + expected), ended.err());
    assertFalse(Files.exists(folder.resolve("out/results.json")));
  }
}
