package oncilla.report.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import oncilla.data.DataException;

/**
 * A {@code config.json} that is read to run again what it says.
 *
 * @param file where it is
 * @param version of Oncilla that wrote it; empty where it does not say
 * @param options every option in it with its value as text; empty for one without a value
 * @param selection what computed the run, as text
 * @param data size and checksum of what the options name: the option, and what is said of it
 */
public record RunConfig(
    Path file,
    String version,
    Map<String, Optional<String>> options,
    Map<String, String> selection,
    Map<String, Map<String, String>> data) {
  /** Copies the maps. */
  public RunConfig {
    options = new LinkedHashMap<>(options);
    selection = new LinkedHashMap<>(selection);
    data = new LinkedHashMap<>(data);
  }

  /**
   * Reads a file.
   *
   * @throws DataException in one line, if it is not what {@code train} writes
   */
  public static RunConfig read(Path file) {
    JsonNode config;
    try {
      ObjectReader reader = JsonMapper.builder().build().readerFor(JsonNode.class);
      config = reader.readValue(SavedRun.text(file));
    } catch (JsonProcessingException e) {
      throw new DataException(file + ": not JSON: " + e.getOriginalMessage(), e);
    }
    JsonNode command = config.path("command");
    if (!config.path("options").isObject() || !command.asText("train").equals("train")) {
      throw new DataException(
          file
              + (config.path("options").isObject()
                  ? ": of the command " + command.asText()
                  : ": no options")
              + ", expected those of a run of train");
    }
    Map<String, Optional<String>> options = new LinkedHashMap<>();
    config
        .get("options")
        .properties()
        .forEach(
            option ->
                options.put(
                    option.getKey(),
                    option.getValue().isNull()
                        ? Optional.empty()
                        : Optional.of(SavedRun.words(option.getValue()))));
    Map<String, Map<String, String>> data = new LinkedHashMap<>();
    config
        .path("data")
        .properties()
        .forEach(entry -> data.put(entry.getKey(), texts(entry.getValue())));
    return new RunConfig(
        file,
        config.path("oncilla_version").asText(""),
        options,
        texts(config.path("selection")),
        data);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isNull()) {
                texts.put(entry.getKey(), SavedRun.words(entry.getValue()));
              }
            });
    return texts;
  }

  /** What {@code result.json} of a finished run says. */
  public static String result(RunDirectory directory) {
    return SavedRun.text(directory.result()).strip();
  }

  /**
   * The updates that a finished run made, from its {@code result.json}; empty for a run that is not
   * finished.
   *
   * @throws DataException in one line, if the file is not what {@code train} writes
   */
  public static OptionalLong finishedUpdates(Path run) {
    Path file = run.resolve("result.json");
    if (!Files.exists(file)) {
      return OptionalLong.empty();
    }
    JsonNode result;
    try {
      result = JsonMapper.builder().build().readTree(SavedRun.text(file));
    } catch (JsonProcessingException e) {
      throw new DataException(file + ": not JSON: " + e.getOriginalMessage(), e);
    }
    return result.path(ResultFile.INTERRUPTED).asBoolean(false)
        ? OptionalLong.empty()
        : OptionalLong.of(result.path("iterations").asLong());
  }
}
