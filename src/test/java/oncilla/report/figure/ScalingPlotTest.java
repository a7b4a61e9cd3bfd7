package oncilla.report.figure;

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
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import oncilla.Requirements;
import oncilla.report.Curve;
import oncilla.report.OutputException;
import oncilla.report.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingPlotTest {
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
    Pixels.assertInk(image, 100, 10, width - 100, 50, "title");
    Pixels.assertInk(image, 100, 60, width - 100, 86, "subtitle");
    Pixels.assertInk(image, 20, 200, 55, 600, "title of the axis of times");
    Pixels.assertInk(image, 56, 120, 110, 650, "numbers at the axis of times");
    Pixels.assertInk(image, 300, height - 60, width - 300, height - 10, "legend");
    assertTrue(rowsOf(image, Pixels.FIRST).length > 200, "no first curve");
    assertTrue(rowsOf(image, Pixels.SECOND).length > 200, "no second curve");
    Pixels.assertEdgesAreEmpty(image);
  }

  @Test
  void markersAtTheEndsAreWhole() throws IOException {
    // The first curve begins at the smallest size and is level, so that its marker is alone there.
    BufferedImage image = plot(curve("constant", size -> 30), curve("square", size -> size * size));
    int row = 300;
    int left = Pixels.firstInRow(image, row, Pixels.FRAME);
    int right = Pixels.lastInRow(image, row, Pixels.FRAME);
    int[] columns =
        IntStream.range(0, image.getWidth())
            .filter(x -> middleOfColumn(image, Pixels.FIRST, x).isPresent())
            .toArray();
    assertTrue(columns[0] > left + 2, "from " + columns[0] + ", the frame is at " + left);
    int last = columns[columns.length - 1];
    assertTrue(last < right - 2, "to " + last + ", the frame is at " + right);
  }

  /** On logarithmic axes a power is a straight line, and a level line is level. */
  @Test
  void powersAreStraightLines() throws IOException {
    BufferedImage image =
        plot(curve("inverse", size -> 1000 / size), curve("constant", size -> 30));
    int left = middleOfColumn(image, Pixels.FIRST, 300).orElseThrow();
    int middle = middleOfColumn(image, Pixels.FIRST, 600).orElseThrow();
    int right = middleOfColumn(image, Pixels.FIRST, 900).orElseThrow();
    assertTrue(right - left > 200, "it falls, from " + left + " to " + right);
    assertEquals((left + right) / 2.0, middle, 4);
    int[] rows = rowsOf(image, Pixels.SECOND);
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

  /** Rows of the chart that have a colour somewhere. */
  private static int[] rowsOf(BufferedImage image, int colour) {
    return IntStream.range(0, CHART_BOTTOM).filter(y -> inRow(image, colour, y)).toArray();
  }

  private static boolean inRow(BufferedImage image, int colour, int y) {
    return IntStream.range(0, image.getWidth()).anyMatch(x -> image.getRGB(x, y) == colour);
  }

  /** The middle of the line that crosses a column, if one does. */
  private static OptionalInt middleOfColumn(BufferedImage image, int colour, int x) {
    int[] rows =
        IntStream.range(0, CHART_BOTTOM).filter(y -> image.getRGB(x, y) == colour).toArray();
    return rows.length == 0
        ? OptionalInt.empty()
        : OptionalInt.of(IntStream.of(rows).sum() / rows.length);
  }
}
