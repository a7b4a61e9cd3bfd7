package oncilla.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import oncilla.Requirements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingPlotTest {
  private static final int FIRST = 0xff00488c;
  private static final int SECOND = 0xffc85000;

  /** A row above the legend and below the frame. */
  private static final int CHART_BOTTOM = 680;

  @TempDir Path directory;

  @Test
  void everyPartIsDrawnAndNothingIsCutOff() throws IOException {
    BufferedImage image =
        plot(curve("batch", size -> 900 / size + 2), curve("width", size -> 0.01 * size * size));
    assertEquals(ScalingPlot.WIDTH, image.getWidth());
    int width = image.getWidth();
    int height = image.getHeight();
    assertInk(image, 100, 10, width - 100, 50, "title");
    assertInk(image, 100, 60, width - 100, 86, "subtitle");
    assertInk(image, 20, 200, 55, 600, "title of the axis of times");
    assertInk(image, 56, 120, 110, 650, "numbers at the axis of times");
    assertInk(image, 300, height - 60, width - 300, height - 10, "legend");
    assertTrue(rowsOf(image, FIRST).length > 200, "no first curve");
    assertTrue(rowsOf(image, SECOND).length > 200, "no second curve");
    for (int[] edge :
        new int[][] {
          {0, 0, width, 6},
          {0, height - 6, width, height},
          {0, 0, 6, height},
          {width - 6, 0, width, height}
        }) {
      assertEquals(0, ink(image, edge[0], edge[1], edge[2], edge[3]), "ink at the edge");
    }
  }

  /** On logarithmic axes a power is a straight line, and a level line is level. */
  @Test
  void powersAreStraightLines() throws IOException {
    BufferedImage image =
        plot(curve("inverse", size -> 1000 / size), curve("constant", size -> 30));
    int left = middleOfColumn(image, FIRST, 300);
    int middle = middleOfColumn(image, FIRST, 600);
    int right = middleOfColumn(image, FIRST, 900);
    assertTrue(right - left > 200, "it falls, from " + left + " to " + right);
    assertEquals((left + right) / 2.0, middle, 4);
    int[] rows = rowsOf(image, SECOND);
    assertTrue(rows.length > 0, "no second curve");
    int marker = 12;
    assertTrue(rows[rows.length - 1] - rows[0] <= marker, "level: " + Arrays.toString(rows));
  }

  @Test
  void withoutMeasurementsThereIsAWarning() {
    Path file = directory.resolve("scaling.png");
    assertEquals(
        Optional.of(file + ": not drawn: nothing was measured"),
        new ScalingPlot("scaling", "", List.of()).write(file));
    assertFalse(Files.exists(file));
  }

  @Test
  void aFileThatCannotBeWrittenIsAnError() {
    Fonts.problem().ifPresent(reason -> Requirements.missing("fonts", reason));
    Path file = directory.resolve("missing").resolve("scaling.png");
    ScalingPlot plot = new ScalingPlot("scaling", "", List.of(curve("batch", size -> size)));
    OutputException thrown = assertThrows(OutputException.class, () -> plot.write(file));
    assertTrue(thrown.getMessage().contains("scaling.png"), thrown.getMessage());
  }

  private static Curve curve(String name, DoubleUnaryOperator microseconds) {
    double[] sizes = DoubleStream.iterate(1, size -> size <= 1024, size -> 2 * size).toArray();
    return new Curve(name, sizes, DoubleStream.of(sizes).map(microseconds).toArray());
  }

  private BufferedImage plot(Curve... curves) throws IOException {
    Fonts.problem().ifPresent(reason -> Requirements.missing("fonts", reason));
    Path file = directory.resolve("scaling.png");
    assertEquals(
        Optional.empty(),
        new ScalingPlot("Time of an example", "on a device, in fp32", List.of(curves)).write(file));
    return ImageIO.read(file.toFile());
  }

  private static void assertInk(BufferedImage image, int x0, int y0, int x1, int y1, String what) {
    assertTrue(ink(image, x0, y0, x1, y1) > 50, "no " + what);
  }

  private static int ink(BufferedImage image, int x0, int y0, int x1, int y1) {
    int dark = 0;
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        if ((image.getRGB(x, y) & 0xff) < 0xb0) {
          dark++;
        }
      }
    }
    return dark;
  }

  /** Rows of the chart that have a colour somewhere. */
  private static int[] rowsOf(BufferedImage image, int colour) {
    return IntStream.range(0, CHART_BOTTOM).filter(y -> inRow(image, colour, y)).toArray();
  }

  private static boolean inRow(BufferedImage image, int colour, int y) {
    return IntStream.range(0, image.getWidth()).anyMatch(x -> image.getRGB(x, y) == colour);
  }

  /** The middle of the line that crosses a column. */
  private static int middleOfColumn(BufferedImage image, int colour, int x) {
    int sum = 0;
    int count = 0;
    for (int y = 0; y < CHART_BOTTOM; y++) {
      if (image.getRGB(x, y) == colour) {
        sum += y;
        count++;
      }
    }
    assertTrue(count > 0, "no line at " + x);
    return sum / count;
  }
}
