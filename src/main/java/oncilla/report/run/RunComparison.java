package oncilla.report.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.base.Reasons;
import oncilla.data.DataException;
import oncilla.io.FormatException;
import oncilla.io.ModelFile;
import oncilla.io.SavedModel;
import oncilla.nn.Parameters;

/**
 * Two runs, bit by bit: the model that they saved, and the cost of every logged update.
 *
 * @param first the run that was there
 * @param second the run that should be the same
 * @param sameModel whether {@code model.safetensors} is the same file
 * @param sameNumbers whether it has the same parameters, whatever it says beside them
 * @param costs logged updates that both have
 * @param departure the first logged update at which they differ
 */
public record RunComparison(
    Path first,
    Path second,
    boolean sameModel,
    boolean sameNumbers,
    int costs,
    Optional<Departure> departure) {
  private static final String MODEL = "model.safetensors";

  /**
   * Where two runs part.
   *
   * @param iteration of the update
   * @param first its cost in the first run, as its file has it; "none" where it has no such line
   * @param second its cost in the second run
   */
  public record Departure(long iteration, String first, String second) {}

  /**
   * Compares.
   *
   * @throws DataException in one line, if a file is missing or not what {@code train} writes
   */
  public static RunComparison of(Path first, Path second) {
    Map<Long, String> before = costs(first.resolve("metrics.jsonl"));
    Map<Long, String> now = costs(second.resolve("metrics.jsonl"));
    List<Long> iterations = new ArrayList<>(before.keySet());
    now.keySet().stream().filter(it -> !before.containsKey(it)).forEach(iterations::add);
    Optional<Departure> departure =
        iterations.stream()
            .sorted()
            .filter(it -> !before.getOrDefault(it, "").equals(now.get(it)))
            .findFirst()
            .map(
                it ->
                    new Departure(
                        it, before.getOrDefault(it, "none"), now.getOrDefault(it, "none")));
    boolean sameModel = same(first.resolve(MODEL), second.resolve(MODEL));
    return new RunComparison(
        first,
        second,
        sameModel,
        sameModel || sameNumbers(first.resolve(MODEL), second.resolve(MODEL)),
        (int) before.keySet().stream().filter(now::containsKey).count(),
        departure);
  }

  /** Whether there is no difference. */
  public boolean isEqual() {
    return sameModel && departure.isEmpty();
  }

  /** The answer for people. */
  public List<String> lines() {
    if (isEqual()) {
      return List.of(
          "equal: %s and %d costs of %s and %s are the same to the last bit"
              .formatted(MODEL, costs, first, second));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        departure
            .map(
                it ->
                    "the runs depart at iteration %d: cost %s in %s, %s in %s"
                        .formatted(it.iteration(), it.first(), first, it.second(), second))
            .orElse("the %d costs of %s and %s are the same".formatted(costs, first, second)));
    lines.add(
        MODEL
            + (sameModel
                ? " is the same"
                : sameNumbers
                    ? " holds the same parameters to the last bit, and says other things beside"
                        + " them, such as the version"
                    : " differs"));
    return lines;
  }

  /** The answer for programs. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("equal", isEqual());
    map.put("model_equal", sameModel);
    map.put("parameters_equal", sameNumbers);
    map.put("costs", costs);
    map.put("departs_at", departure.map(Departure::iteration).orElse(null));
    map.put("run", first.toString());
    map.put("out", second.toString());
    return map;
  }

  private static boolean same(Path first, Path second) {
    try {
      return Files.mismatch(first, second) < 0;
    } catch (IOException e) {
      throw new DataException(first + ": cannot be compared: " + Reasons.of(e), e);
    }
  }

  /** A model that cannot be read is not the same as any. */
  private static boolean sameNumbers(Path first, Path second) {
    try {
      SavedModel one = ModelFile.load(first);
      SavedModel other = ModelFile.load(second);
      return one.precision() == other.precision()
          && sameNumbers(one.parameters(), other.parameters());
    } catch (FormatException unreadable) {
      return false;
    }
  }

  private static boolean sameNumbers(Parameters one, Parameters other) {
    boolean same = one.layers().size() == other.layers().size();
    for (int l = 0; same && l < one.layers().size(); l++) {
      same =
          Arrays.equals(one.layers().get(l).weights(), other.layers().get(l).weights())
              && Arrays.equals(one.layers().get(l).bias(), other.layers().get(l).bias());
    }
    return same;
  }

  /** The costs as the file has them, so that no bit is lost. */
  private static Map<Long, String> costs(Path file) {
    Map<Long, String> costs = new LinkedHashMap<>();
    List<String> lines = SavedRun.text(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line;
      try {
        line = JsonMapper.builder().build().readTree(lines.get(i));
      } catch (JsonProcessingException e) {
        throw new DataException(
            file + ": line " + (i + 1) + ": not JSON: " + e.getOriginalMessage(), e);
      }
      if (line.has("iteration") && line.has("cost")) {
        String cost = line.get("cost").toString();
        String data = line.path("data_cost").toString();
        costs.put(
            line.get("iteration").longValue(),
            cost.equals(data) ? cost : cost + " (without L2 " + data + ")");
      }
    }
    return costs;
  }
}
