package oncilla.report.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.data.DataException;
import oncilla.train.metric.Confusion;

/**
 * How a finished run was started, and how it did on its own training set, as read from its
 * directory.
 *
 * @param arguments words of the command line behind {@code train}
 * @param settings every option with its value as text; one without a value is not among them
 * @param training right and wrong on the training set, where the run is recent enough to say
 */
public record TrainedRun(
    List<String> arguments, Map<String, String> settings, Optional<Confusion> training) {
  /** Copies the collections. */
  public TrainedRun {
    arguments = List.copyOf(arguments);
    settings = Map.copyOf(settings);
  }

  /**
   * Reads {@code config.json} and {@code result.json}.
   *
   * @return empty if one of them is missing, or the run did not write down how it was started
   * @throws DataException in one line, if one of them is not what {@code train} writes
   */
  public static Optional<TrainedRun> read(Path directory) {
    Path config = directory.resolve("config.json");
    Path result = directory.resolve("result.json");
    if (!Files.isRegularFile(config) || !Files.isRegularFile(result)) {
      return Optional.empty();
    }
    ObjectReader reader = JsonMapper.builder().build().readerFor(JsonNode.class);
    JsonNode words = tree(config, reader).path("arguments");
    if (!words.isArray()) {
      return Optional.empty();
    }
    List<String> arguments = new ArrayList<>();
    words.forEach(word -> arguments.add(word.asText()));
    return Optional.of(
        new TrainedRun(
            arguments,
            SavedRun.settings(config, reader),
            confusion(tree(result, reader).at("/train/confusion"))));
  }

  private static Optional<Confusion> confusion(JsonNode lists) {
    List<Long> counts = new ArrayList<>();
    lists.forEach(row -> row.forEach(count -> counts.add(count.asLong())));
    return counts.size() == 4
        ? Optional.of(new Confusion(counts.get(0), counts.get(1), counts.get(2), counts.get(3)))
        : Optional.empty();
  }

  private static JsonNode tree(Path file, ObjectReader reader) {
    try {
      return reader.readValue(SavedRun.text(file));
    } catch (JsonProcessingException e) {
      throw new DataException(file + ": not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
