package oncilla.report.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import oncilla.Requirements;
import oncilla.report.Curve;
import oncilla.report.Pixels;
import oncilla.report.run.CostHistory;
import oncilla.train.TrainingListener.CurvePoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostPlotTest {
  @TempDir Path directory;

  @Test
  void everyPartIsDrawnAndNothingIsCutOff() throws IOException {
    BufferedImage image =
        plot(
            "A title that is far too long for the width of the picture and must become smaller, "
                + "which it does until it fits",
            history(25, 0.2).costs());
    assertEquals(CostPlot.WIDTH, image.getWidth());
    assertEquals(CostPlot.HEIGHT + 34, image.getHeight(), "one row of the legend");
    int width = image.getWidth();
    int height = image.getHeight();
    Pixels.assertInk(image, 100, 10, width - 100, 50, "title");
    Pixels.assertInk(image, 100, 60, width - 100, 86, "subtitle");
    Pixels.assertInk(image, 20, 200, 55, 500, "title of the cost axis");
    Pixels.assertInk(image, 56, 120, 90, 650, "numbers at the cost axis");
    Pixels.assertInk(image, 100, 680, width - 40, 705, "numbers at the iteration axis");
    Pixels.assertInk(image, 500, 710, 750, 740, "title of the iteration axis");
    Pixels.assertInk(image, 300, 745, width - 300, 785, "legend");
    assertColour(image, Pixels.FIRST, "first curve");
    assertColour(image, Pixels.SECOND, "second curve");
    Pixels.assertEdgesAreEmpty(image);
  }

  @Test
  void oneCurveNeedsNoLegend() throws IOException {
    CostHistory history = history(25, 0);
    assertEquals(1, history.costs().size());
    assertEquals(CostPlot.HEIGHT, plot("cost", history.costs()).getHeight());
  }

  @Test
  void accuraciesStandBelowAtTheSameIterations() throws IOException {
    CostHistory history = new CostHistory();
    for (int i = 0; i < 60; i++) {
      history.curves(100L * i, new CurvePoint(0.6 + 0.005 * i, 120 - i, 0.55 + 0.005 * i));
      history.cost(100L * i, 110 - i, 100 - i);
    }
    assertEquals(
        List.of("training set, with L2", "test set, with L2", "training set, cross-entropy alone"),
        history.costs().stream().map(Curve::name).toList());
    assertEquals(
        List.of("training set", "test set"),
        history.accuracies().stream().map(Curve::name).toList());
    Path file = directory.resolve("cost.png");
    Fonts.problem().ifPresent(reason -> Requirements.missing("fonts", reason));
    new CostPlot("cost", "layers", history.costs(), "accuracy", history.accuracies()).write(file);
    BufferedImage image = ImageIO.read(file.toFile());
    int between = CostPlot.HEIGHT + 34;
    assertEquals(between + CostPlot.ACCURACY_HEIGHT + 34, image.getHeight());
    Pixels.assertInk(image, 20, between + 100, 55, between + 300, "title of the accuracy axis");
    Pixels.assertInk(image, 300, image.getHeight() - 60, 900, image.getHeight() - 10, "legend");
    // The labels of the cost axis are wider; the frames are aligned all the same.
    assertEquals(
        Pixels.firstInRow(image, 300, Pixels.FRAME),
        Pixels.firstInRow(image, between + 150, Pixels.FRAME),
        1.0);
    assertEquals(
        Pixels.lastInRow(image, 300, Pixels.FRAME),
        Pixels.lastInRow(image, between + 150, Pixels.FRAME),
        1.0);
  }

  @Test
  void runsUnderTheSameNameLookTheSameInBothPanels() throws IOException {
    double[] at = {0, 100, 200};
    List<Curve> costs =
        List.of(
            new Curve("a", at, new double[] {3, 2, 1}),
            new Curve("b", at, new double[] {3, 1, 0.5}));
    List<Curve> accuracies = List.of(new Curve("b", at, new double[] {0.5, 0.7, 0.9}));
    Path file = directory.resolve("runs.png");
    Fonts.problem().ifPresent(reason -> Requirements.missing("fonts", reason));
    new CostPlot("runs", "", costs, "test accuracy", accuracies).write(file);
    BufferedImage image = ImageIO.read(file.toFile());
    // The legend above explains both panels.
    int between = CostPlot.HEIGHT + 34;
    assertEquals(between + CostPlot.ACCURACY_HEIGHT, image.getHeight());
    BufferedImage below = image.getSubimage(0, between, image.getWidth(), 390);
    assertColour(below, Pixels.SECOND, "the second run's colour");
    assertEquals(
        -1,
        IntStream.range(0, below.getWidth())
            .map(x -> Pixels.firstInColumn(below, x, Pixels.FIRST))
            .max()
            .orElseThrow(),
        "the first run's colour");
  }

  @Test
  void manyLongNamesGoOnInFurtherRowsAndAreCut() throws IOException {
    double[] at = {0, 100};
    List<Curve> costs =
        IntStream.range(0, 9)
            .mapToObj(
                i -> new Curve("run " + i + " long".repeat(40), at, new double[] {1 + i, 0.5}))
            .toList();
    BufferedImage image = plot("runs", costs);
    assertEquals(CostPlot.HEIGHT + 9 * 30 + 4, image.getHeight());
    assertEquals(
        0, Pixels.ink(image, image.getWidth() - 20, 0, image.getWidth(), image.getHeight()));
    assertEquals(0, Pixels.ink(image, 0, 0, 20, image.getHeight()));
  }

  @Test
  void aLongFallIsLogarithmic() throws IOException {
    double[] iterations = new double[60];
    double[] costs = new double[60];
    for (int i = 0; i < 60; i++) {
      iterations[i] = 100 * i;
      costs[i] = Math.pow(10, -i / 20.0);
    }
    BufferedImage image = plot("cost", List.of(new Curve("cost J", iterations, costs)));
    // A straight line: half way in iterations it is half way down.
    int middle = image.getWidth() / 2 + 40;
    int y = Pixels.firstInColumn(image, middle, Pixels.FIRST);
    assertTrue(y > 340 && y < 460, "the curve crosses the middle at " + y);
  }

  @Test
  void gapsAndSinglePointsAreDrawn() throws IOException {
    CostHistory history = new CostHistory();
    history.cost(0, 0.7, 0.7);
    history.cost(100, Double.NaN, Double.NaN);
    assertColour(plot("cost", history.costs()), Pixels.FIRST, "the point");
  }

  @Test
  void withoutAFiniteCostThereIsAWarning() {
    CostHistory history = new CostHistory();
    history.cost(0, Double.NaN, Double.NaN);
    Path file = directory.resolve("cost.png");
    assertEquals(
        Optional.of(file + ": not drawn: no cost is finite"),
        new CostPlot("cost", "", history.costs()).write(file));
    assertFalse(Files.exists(file));
  }

  private static CostHistory history(int points, double l2) {
    CostHistory history = new CostHistory();
    for (int i = 0; i < points; i++) {
      double cost = 0.7 * Math.exp(-i / 12.0) + 0.05;
      history.cost(100L * i, cost + l2, cost);
    }
    return history;
  }

  private BufferedImage plot(String title, List<Curve> curves) throws IOException {
    Fonts.problem().ifPresent(reason -> Requirements.missing("fonts", reason));
    Path file = directory.resolve("cost.png");
    assertEquals(
        Optional.empty(), new CostPlot(title, "layers 12288, 20, 7, 5, 1", curves).write(file));
    return ImageIO.read(file.toFile());
  }

  private static void assertColour(BufferedImage image, int colour, String what) {
    for (int x = 0; x < image.getWidth(); x++) {
      if (Pixels.firstInColumn(image, x, colour) >= 0) {
        return;
      }
    }
    throw new AssertionError("no " + what);
  }
}
