package oncilla.report.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oncilla.base.Reasons;
import oncilla.data.DataException;
import oncilla.train.TrainingListener;
import oncilla.train.TrainingListener.CurvePoint;
import oncilla.train.TrainingListener.ValidationPoint;

/**
 * What of {@code metrics.jsonl} a run keeps that goes on after some of its updates: the lines that
 * it will not write again.
 *
 * @param step updates that are not made again
 * @param logEvery distance between costs; one between, which was the last of a shorter run, goes
 * @param validatesWithCosts whether a validation goes with a cost, before its update, and not with
 *     the end of an epoch, behind one
 */
public record MetricsCut(long step, long logEvery, boolean validatesWithCosts) {
  /**
   * What is kept.
   *
   * @param lines as they are, without their ends
   * @param isWhole whether the costs of all updates before are there
   */
  public record Kept(List<String> lines, boolean isWhole) {}

  /**
   * Reads a file, which may be missing; a last line that was cut off goes.
   *
   * @param history is told what is kept
   * @throws DataException in one line, if it is not what {@code train} writes
   */
  public Kept of(Path file, TrainingListener history) {
    List<String> kept = new ArrayList<>();
    List<String> lines = lines(file);
    long costs = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = parsed(file, i + 1, lines.get(i));
      if (line.has("iteration") && line.has("cost")) {
        long iteration = line.get("iteration").longValue();
        if (iteration < step && iteration % logEvery == 0) {
          costs++;
          kept.add(lines.get(i));
          tellCost(line, iteration, history);
        }
      } else if (line.has("validation_iteration")) {
        long iteration = line.get("validation_iteration").longValue();
        if (iteration < step || (iteration == step && !validatesWithCosts)) {
          kept.add(lines.get(i));
          double cost = number(line, "validation_data_cost");
          history.validated(
              new ValidationPoint(
                  iteration,
                  line.path("epochs").longValue(),
                  cost,
                  number(line, "validation_accuracy"),
                  cost < lowest));
          lowest = Math.min(lowest, cost);
        }
      }
    }
    return new Kept(kept, costs == (step + logEvery - 1) / logEvery);
  }

  private static void tellCost(JsonNode line, long iteration, TrainingListener history) {
    if (line.has("test_cost")) {
      history.curves(
          iteration,
          new CurvePoint(
              number(line, "train_accuracy"),
              number(line, "test_cost"),
              number(line, "test_accuracy")));
    }
    history.cost(iteration, number(line, "cost"), number(line, "data_cost"));
  }

  private static double number(JsonNode line, String key) {
    JsonNode value = line.path(key);
    return value.isNumber() ? value.doubleValue() : Double.NaN;
  }

  /** The lines that have an end. */
  private static List<String> lines(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + Reasons.of(e), e);
    }
  }

  private static JsonNode parsed(Path file, int line, String text) {
    try {
      return JsonMapper.builder().build().readTree(text);
    } catch (JsonProcessingException e) {
      throw new DataException(file + ": line " + line + ": not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
