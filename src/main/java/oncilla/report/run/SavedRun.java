package oncilla.report.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import oncilla.base.Reasons;
import oncilla.data.DataException;
import oncilla.report.Curve;
import oncilla.report.Decimals;

/**
 * The settings and costs of a run, finished or not, as read from its directory.
 *
 * @param directory of the run
 * @param settings every option with its value as text, and what computed the run; an option without
 *     a value is not among them
 * @param points the lines of {@code metrics.jsonl}, at least one
 */
public record SavedRun(Path directory, Map<String, String> settings, List<Point> points) {
  /**
   * One update's line of {@code metrics.jsonl}; the lines of validations are passed over.
   *
   * @param iteration from 0
   * @param cost J; NaN where the file has null
   * @param testAccuracy where it was measured
   */
  public record Point(long iteration, double cost, Optional<Double> testAccuracy) {}

  /** Keys of the selection that tell runs apart. */
  private static final List<String> SELECTION =
      List.of("backend", "device", "binding", "precision");

  /** Copies the collections. */
  public SavedRun {
    settings = new LinkedHashMap<>(settings);
    points = List.copyOf(points);
  }

  /**
   * Reads {@code config.json} and {@code metrics.jsonl}. A last line that was cut off is left out:
   * the run that wrote it was.
   *
   * @throws DataException in one line, if one of them is missing or not what {@code train} writes
   */
  public static SavedRun read(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new DataException(
          directory + (Files.exists(directory) ? ": not a folder" : ": no such folder"));
    }
    // Strict: a line holds one object and nothing behind it.
    ObjectReader reader =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);
    Map<String, String> settings = settings(directory.resolve("config.json"), reader);
    return new SavedRun(directory, settings, points(directory.resolve("metrics.jsonl"), reader));
  }

  /** The curve of the cost J, with a name for the legend. */
  public Curve cost(String name) {
    return new Curve(
        name,
        points.stream().mapToDouble(Point::iteration).toArray(),
        points.stream().mapToDouble(Point::cost).toArray());
  }

  /**
   * The curve of the accuracy on the test set, with a name for the legend, where that was measured.
   */
  public Optional<Curve> testAccuracy(String name) {
    List<Point> measured = points.stream().filter(p -> p.testAccuracy().isPresent()).toList();
    return measured.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Curve(
                name,
                measured.stream().mapToDouble(Point::iteration).toArray(),
                measured.stream().mapToDouble(p -> p.testAccuracy().get()).toArray()));
  }

  /** The newest point. */
  public Point last() {
    return points.get(points.size() - 1);
  }

  /** Every option of a {@code config.json} that has a value, and what computed the run. */
  static Map<String, String> settings(Path file, ObjectReader reader) {
    JsonNode config;
    try {
      config = reader.readValue(text(file));
    } catch (JsonProcessingException e) {
      throw new DataException(file + ": not JSON: " + e.getOriginalMessage(), e);
    }
    if (!config.path("options").isObject()) {
      throw new DataException(file + ": no options, expected those of a run of train");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    config
        .get("options")
        .properties()
        .forEach(option -> put(settings, option.getKey(), option.getValue()));
    for (String key : SELECTION) {
      put(settings, key, config.path("selection").path(key));
    }
    return settings;
  }

  private static void put(Map<String, String> settings, String key, JsonNode value) {
    if (!value.isNull() && !value.isMissingNode()) {
      settings.put(key, words(value));
    }
  }

  /** A value as the text of an option. */
  static String words(JsonNode value) {
    if (value.isArray()) {
      StringJoiner list = new StringJoiner(",");
      value.forEach(element -> list.add(words(element)));
      return list.toString();
    }
    return value.isDouble() ? Decimals.shortest(value.doubleValue()) : value.asText();
  }

  private static List<Point> points(Path file, ObjectReader reader) {
    String text = text(file);
    List<String> lines = text.lines().toList();
    boolean cutOff = !text.endsWith("\n");
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < lines.size() - (cutOff ? 1 : 0); i++) {
      point(file, i + 1, lines.get(i), reader).ifPresent(points::add);
    }
    if (points.isEmpty()) {
      throw new DataException(file + ": no costs yet");
    }
    return points;
  }

  /** The point of a line; empty for what is no update's, such as a validation. */
  private static Optional<Point> point(Path file, int line, String text, ObjectReader reader) {
    JsonNode node;
    try {
      node = reader.readValue(text);
    } catch (JsonProcessingException e) {
      throw new DataException(file + ": line " + line + ": not JSON: " + e.getOriginalMessage(), e);
    }
    JsonNode iteration = node.path("iteration");
    JsonNode cost = node.path("cost");
    JsonNode testAccuracy = node.path("test_accuracy");
    if (node.isObject() && iteration.isMissingNode() && cost.isMissingNode()) {
      return Optional.empty();
    }
    if (!iteration.canConvertToLong() || !iteration.isIntegralNumber()) {
      throw new DataException(
          file
              + ": line "
              + line
              + ": iteration "
              + found(iteration)
              + ", expected a whole number");
    }
    if (!cost.isNumber() && !cost.isNull()) {
      throw new DataException(
          file + ": line " + line + ": cost " + found(cost) + ", expected a number or null");
    }
    return Optional.of(
        new Point(
            iteration.longValue(),
            cost.isNull() ? Double.NaN : cost.doubleValue(),
            testAccuracy.isNumber() ? Optional.of(testAccuracy.doubleValue()) : Optional.empty()));
  }

  private static String found(JsonNode node) {
    return node.isMissingNode() ? "missing" : node.toString();
  }

  /** The text of a file of a run. */
  static String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": no such file, expected a run directory of train");
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + Reasons.of(e), e);
    }
  }
}
