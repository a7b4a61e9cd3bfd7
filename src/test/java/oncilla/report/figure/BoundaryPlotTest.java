package oncilla.report.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import oncilla.Requirements;
import oncilla.data.Dataset;
import oncilla.data.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundaryPlotTest {
  private static final int POSITIVE = 0xffb2cbe5;
  private static final int NEGATIVE = 0xfffdf5ea;
  private static final Dataset EXAMPLES =
      new Dataset(
          "points",
          new Table(new double[] {0, 0, 2, 1, 1, 2, 0.5, 0.25}, 4, 2),
          new byte[] {0, 1, 1, 0},
          List.of("low", "high"));

  @TempDir Path directory;

  private BufferedImage draw(double[] probabilities) throws IOException {
    Fonts.problem().ifPresent(reason -> Requirements.missing("fonts", reason));
    PlaneArea area = PlaneArea.around((Table) EXAMPLES.features());
    Path file = directory.resolve("boundary.png");
    assertEquals(
        Optional.empty(),
        new BoundaryPlot("He", "accuracy", new DecisionMap(area, probabilities), EXAMPLES)
            .write(file));
    return ImageIO.read(file.toFile());
  }

  private static Map<Integer, Integer> colours(BufferedImage image) {
    Map<Integer, Integer> colours = new HashMap<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.merge(image.getRGB(x, y), 1, Integer::sum);
      }
    }
    return colours;
  }

  @Test
  void anAreaIsTheSquareAroundThePoints() {
    PlaneArea area = PlaneArea.around((Table) EXAMPLES.features());
    assertEquals(-0.16, area.left(), 1e-12);
    assertEquals(-0.16, area.bottom(), 1e-12);
    assertEquals(2.32, area.edge(), 1e-12);
    Table grid = area.grid(3);
    assertEquals(9, grid.rows());
    double[] expected = {-0.16, -0.16, 1, -0.16, 2.16, -0.16, -0.16, 1};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], grid.values()[i], 1e-12);
    }
    assertEquals(1, PlaneArea.around(new Table(new double[] {5, 5}, 1, 2)).edge());
    assertThrows(IllegalArgumentException.class, () -> new PlaneArea(0, 0, 0));
  }

  @Test
  void aMapLiesBetweenItsPoints() {
    DecisionMap map = new DecisionMap(new PlaneArea(0, 0, 1), new double[] {0, 1, 0, 1});
    assertFalse(map.isPositive(0.5, 0.3));
    assertTrue(map.isPositive(0.51, 0.3));
    assertTrue(map.isPositive(1, 1));
    assertFalse(map.isPositive(0, 1));
    double[] half = new double[16];
    Arrays.fill(half, 0.5);
    DecisionMap undecided = new DecisionMap(new PlaneArea(0, 0, 1), half);
    for (int i = 0; i <= 100; i++) {
      assertFalse(undecided.isPositive(i / 100.0, 1 - i / 100.0), "p = 0.5 is label 0");
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new DecisionMap(new PlaneArea(0, 0, 1), new double[5]));
  }

  @Test
  void theRegionsLieWhereTheModelPutsThem() throws IOException {
    // Label 1 in the right half, then in the upper one.
    BufferedImage right = draw(new double[] {0, 1, 0, 1});
    assertTrue(share(right, POSITIVE, 500, 130, 840, 800) > 0.9);
    assertTrue(share(right, NEGATIVE, 150, 130, 440, 800) > 0.9);
    BufferedImage upper = draw(new double[] {0, 0, 1, 1});
    assertTrue(share(upper, POSITIVE, 150, 130, 840, 440) > 0.9);
    assertTrue(share(upper, NEGATIVE, 150, 520, 840, 800) > 0.9);
  }

  private static double share(BufferedImage image, int colour, int x0, int y0, int x1, int y1) {
    int same = 0;
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        same += image.getRGB(x, y) == colour ? 1 : 0;
      }
    }
    return same / (double) ((x1 - x0) * (y1 - y0));
  }

  @Test
  void aModelThatSaysOneThingHasOneColour() throws IOException {
    double[] half = new double[25];
    Arrays.fill(half, 0.5);
    Map<Integer, Integer> colours = colours(draw(half));
    // But for the swatch of the legend.
    assertTrue(colours.getOrDefault(POSITIVE, 0) < 1000, "label 1: " + colours.get(POSITIVE));
    assertTrue(colours.get(NEGATIVE) > 400_000, "label 0: " + colours.get(NEGATIVE));
  }

  @Test
  void thePlotIsASquareAndNothingIsCutOff() throws IOException {
    BufferedImage image = draw(new double[] {1, 1, 1, 1});
    assertEquals(BoundaryPlot.WIDTH, image.getWidth());
    int middle = 450;
    int left = 0;
    while (image.getRGB(left, 300) != POSITIVE) {
      left++;
    }
    int top = 100;
    while (image.getRGB(middle, top) != POSITIVE) {
      top++;
    }
    int right = image.getWidth() - 1;
    while (image.getRGB(right, 300) != POSITIVE) {
      right--;
    }
    int bottom = image.getHeight() - 80;
    while (image.getRGB(middle, bottom) != POSITIVE) {
      bottom--;
    }
    assertEquals(right - left, bottom - top, 2.0);
    for (int y = 0; y < image.getHeight(); y++) {
      assertEquals(-1, image.getRGB(0, y) | 0xff000000);
      assertEquals(-1, image.getRGB(image.getWidth() - 1, y));
    }
  }
}
