package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oncilla.io.ModelFile;
import oncilla.io.SavedModel;

/** What a run left in its directory. */
final class RunFiles {
  private static final JsonMapper JSON = new JsonMapper();

  private RunFiles() {}

  /** A file of JSON. */
  static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  /** The lines of the metrics, each of which must be whole. */
  static List<JsonNode> metrics(Path run) throws IOException {
    String text = Files.readString(run.resolve("metrics.jsonl"));
    assertTrue(text.endsWith("\n"), text);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.split("\n")) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  /** The names in an object, in its order. */
  static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** The model of a run directory. */
  static SavedModel model(Path run) {
    return ModelFile.load(run.resolve("model.safetensors"));
  }
}
