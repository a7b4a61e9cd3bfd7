package oncilla.report.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.io.AtomicFile;
import oncilla.report.Curve;
import oncilla.report.Json;
import oncilla.report.OutputException;
import oncilla.report.figure.EvaluationFigures;

/**
 * The file {@code figures.json}: what the figures beside it are drawn from, so that a page can draw
 * them again.
 *
 * @param costs curves of the cost over iterations; none for an evaluation
 * @param accuracies curves of the accuracy over iterations
 * @param test the figures of the set that the model was measured on, where there is one
 */
public record FiguresFile(
    List<Curve> costs, List<Curve> accuracies, Optional<EvaluationFigures> test) {
  /** Copies the lists. */
  public FiguresFile {
    costs = List.copyOf(costs);
    accuracies = List.copyOf(accuracies);
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws OutputException if it cannot be written
   */
  public void write(Path file) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (!costs.isEmpty()) {
      map.put("cost", curves(costs));
    }
    if (!accuracies.isEmpty()) {
      map.put("accuracy", curves(accuracies));
    }
    test.ifPresent(figures -> map.put("test", figures.toMap()));
    try {
      AtomicFile.writeText(file, new Json().indented(map));
    } catch (IOException e) {
      throw OutputException.cannotWrite(file, e);
    }
  }

  private static List<Map<String, Object>> curves(List<Curve> curves) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Curve curve : curves) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", curve.name());
      map.put("iterations", curve.iterations());
      map.put("values", curve.values());
      list.add(map);
    }
    return list;
  }
}
