package oncilla.report.figure;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import oncilla.report.OutputException;

/**
 * A figure that is still to be drawn into its file. The figures of one run need nothing of each
 * other, so they are drawn at the same time: at the end of a short run they take longer than
 * anything else.
 *
 * @param file the PNG
 * @param drawing draws into the file, and says why it did not, one line
 */
public record PendingFigure(Path file, Function<Path, Optional<String>> drawing) {
  /**
   * Draws them all, on as many threads as there are processors.
   *
   * @return for each, in their order, why there is none, one line; empty for one that was written
   * @throws OutputException if a file cannot be written
   */
  public static List<Optional<String>> drawAll(List<PendingFigure> figures) {
    return figures.stream().parallel().map(PendingFigure::draw).toList();
  }

  private Optional<String> draw() {
    return drawing.apply(file);
  }
}
