package oncilla.report.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import oncilla.report.Json;
import oncilla.train.metric.ClassificationMetrics;
import oncilla.train.metric.Predictions;
import oncilla.train.metric.Ranking;
import oncilla.train.metric.UnitPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationFiguresTest {
  private static final List<String> NAMES = List.of("non-cat", "cat");

  @TempDir Path directory;

  private static Predictions predictions(double[] logits, int... labels) {
    byte[] bytes = new byte[labels.length];
    double[] probabilities = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      bytes[i] = (byte) labels[i];
      probabilities[i] = 1 / (1 + Math.exp(-logits[i]));
    }
    return new Predictions(logits, probabilities, bytes);
  }

  /** Scores of two classes that overlap. */
  private static Predictions many(int count) {
    Random random = new Random(4);
    double[] logits = new double[count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      logits[i] = random.nextGaussian() + labels[i];
    }
    return predictions(logits, labels);
  }

  private static EvaluationFigures figures(Predictions predictions) {
    return EvaluationFigures.of(predictions, ClassificationMetrics.of(predictions), NAMES);
  }

  private static double area(List<UnitPoint> points) {
    double area = 0;
    for (int i = 1; i < points.size(); i++) {
      UnitPoint a = points.get(i - 1);
      UnitPoint b = points.get(i);
      area += (b.x() - a.x()) * (a.y() + b.y()) / 2;
    }
    return area;
  }

  @Test
  void theNumbersAreThoseOfTheFigures() throws IOException {
    Predictions predictions = predictions(new double[] {2, 1, 1, -1}, 1, 1, 0, 0);
    JsonNode json = new JsonMapper().readTree(new Json().line(figures(predictions).toMap()));
    assertEquals("[\"non-cat\",\"cat\"]", json.get("classes").toString());
    assertEquals("[[1,1],[0,2]]", json.get("confusion").toString());
    assertEquals(0.875, json.at("/roc/auc").asDouble());
    assertEquals("[0.0,0.0,0.5,1.0]", json.at("/roc/false_positive_rate").toString());
    assertEquals("[0.0,0.5,1.0,1.0]", json.at("/roc/true_positive_rate").toString());
    assertEquals("[0.0,0.5,0.5,1.0]", json.at("/precision_recall/recall").toString());
    assertEquals("[1.0,1.0,0.666667,0.666667]", json.at("/precision_recall/precision").toString());
    JsonNode bins = json.at("/reliability/bins");
    assertEquals(10, bins.size());
    // 1 / (1 + e^-1) twice, of which one is a cat.
    assertEquals(2, bins.get(7).get("count").asInt());
    assertEquals(0.731059, bins.get(7).get("mean_probability").asDouble());
    assertEquals(0.5, bins.get(7).get("share_of_positives").asDouble());
    assertTrue(bins.get(0).get("mean_probability").isNull());
  }

  @Test
  void longCurvesKeepTheirLookWithFewPoints() {
    Predictions predictions = many(30_000);
    Ranking ranking = Ranking.of(predictions);
    EvaluationFigures figures = figures(predictions);
    assertTrue(ranking.roc().size() > 10_000, "nothing to thin");
    assertTrue(figures.roc().size() <= EvaluationFigures.MOST_POINTS, figures.roc()::toString);
    assertTrue(figures.precisionOverRecall().size() <= EvaluationFigures.MOST_POINTS);
    assertEquals(ranking.rocAuc(), area(figures.roc()), 2e-3);
    assertEquals(ranking.averagePrecision(), area(figures.precisionOverRecall()), 2e-3);
    assertEquals(new UnitPoint(0, 0), figures.roc().get(0));
    assertEquals(new UnitPoint(1, 1), figures.roc().get(figures.roc().size() - 1));
    // Every point that was left out is within two pixels of the line that is drawn instead.
    List<UnitPoint> thin = figures.roc();
    double pixel = 1.0 / 700;
    for (UnitPoint point : ranking.roc()) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int i = 1; i < thin.size(); i++) {
        nearest = Math.min(nearest, distance(point, thin.get(i - 1), thin.get(i)));
      }
      assertTrue(nearest < 2 * pixel, point::toString);
    }
  }

  private static double distance(UnitPoint p, UnitPoint a, UnitPoint b) {
    return new java.awt.geom.Line2D.Double(a.x(), a.y(), b.x(), b.y()).ptSegDist(p.x(), p.y());
  }

  @Test
  void shortCurvesKeepAllPoints() {
    Predictions predictions = many(100);
    assertEquals(Ranking.of(predictions).roc(), figures(predictions).roc());
  }

  @Test
  void everyFigureIsAPicture() throws IOException {
    assertEquals(
        List.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        PendingFigure.drawAll(figures(many(200)).in(directory, "test set", "a model")));
    for (String name :
        List.of("roc.png", "precision-recall.png", "confusion.png", "reliability.png")) {
      BufferedImage image = ImageIO.read(directory.resolve(name).toFile());
      assertNotNull(image, name);
      assertEquals(800, image.getWidth(), name);
    }
  }

  @Test
  void theSameNumbersGiveTheSameBytes() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    PendingFigure.drawAll(figures(many(50)).in(directory, "test set", "a model"));
    PendingFigure.drawAll(figures(many(50)).in(other, "test set", "a model"));
    for (String name :
        List.of("roc.png", "precision-recall.png", "confusion.png", "reliability.png")) {
      assertEquals(-1, Files.mismatch(directory.resolve(name), other.resolve(name)), name);
    }
  }

  @Test
  void oneClassHasNoCurves() throws IOException {
    EvaluationFigures figures = figures(predictions(new double[] {1, -1}, 1, 1));
    PendingFigure.drawAll(figures.in(directory, "test set", "a model"));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(
          List.of("confusion.png", "reliability.png"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    JsonNode json = new JsonMapper().readTree(new Json().line(figures.toMap()));
    assertTrue(json.at("/roc/auc").isNull());
    assertEquals(0, json.at("/roc/true_positive_rate").size());
    // Defined without negatives, as for scikit-learn, though there is nothing to draw.
    assertEquals(1, json.at("/precision_recall/average_precision").asDouble());
  }

  @Test
  void probabilitiesThatAreNoNumbersCostTheirFiguresOnly() {
    EvaluationFigures figures = figures(predictions(new double[] {Double.NaN, 1}, 1, 0));
    assertEquals(
        List.of(Optional.empty()),
        PendingFigure.drawAll(figures.in(directory, "test set", "a model")));
    assertTrue(Files.exists(directory.resolve("confusion.png")));
    assertFalse(Files.exists(directory.resolve("reliability.png")));
    assertFalse(Files.exists(directory.resolve("roc.png")));
  }
}
