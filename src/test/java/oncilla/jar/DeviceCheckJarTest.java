package oncilla.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import oncilla.Requirements;
import oncilla.jar.PackedJar.Ended;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code devices --check} runs every kernel once, and then remembers for the device and driver. */
@Tag("jar")
class DeviceCheckJarTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @TempDir Path folder;

  @Test
  void whatHeldIsRemembered() throws IOException, InterruptedException {
    PackedJar jar = PackedJar.in(folder);
    Path cache = folder.resolve("cache");
    // PoCL's own cache stays where the build's configuration has it.
    Map<String, String> environment = Map.of("XDG_CACHE_HOME", cache.toString());
    JsonNode devices = JSON.readTree(jar.run(environment, "devices", "--json").out());
    if (!devices.at("/backends/1/usable").asBoolean()) {
      Requirements.missing("opencl", devices.at("/backends/1/reason").asText());
    }

    Ended first = jar.run(environment, "devices", "--check", "--json");
    assertEquals(0, first.code(), first.err());
    JsonNode checked = JSON.readTree(first.out());
    assertEquals(devices.get("backends"), checked.get("backends"));
    assertEquals(devices.get("auto"), checked.get("auto"));
    JsonNode check = checked.get("check");
    assertTrue(check.get("holds").asBoolean());
    assertEquals(0, check.get("remembered").size());
    Set<String> targets = new TreeSet<>();
    check.get("rows").forEach(row -> targets.add(row.get("backend").asText()));
    assertTrue(targets.contains("opencl/jocl fp32"), targets.toString());
    assertTrue(targets.contains("opencl/lwjgl fp32"), targets.toString());
    assertEquals(
        targets.size(),
        first.err().lines().filter(line -> line.startsWith("checking opencl/")).count(),
        first.err());
    assertEquals(
        Set.of("checked-devices.properties", "javacpp", "programs"),
        Set.of(cache.resolve("oncilla").toFile().list()));

    Ended second = jar.run(environment, "devices", "--check", "--json");
    assertEquals(0, second.code(), second.err());
    JsonNode again = JSON.readTree(second.out()).get("check");
    assertTrue(again.get("holds").asBoolean());
    assertEquals(0, again.get("rows").size());
    assertEquals(targets.size(), again.get("remembered").size());
    assertEquals("", second.err());

    Ended table = jar.run(environment, "devices", "--check");
    assertEquals(0, table.code(), table.err());
    for (String target : targets) {
      assertTrue(table.out().contains(target + " on "), table.out());
    }
    assertTrue(table.out().contains(" held on "), table.out());
  }
}
