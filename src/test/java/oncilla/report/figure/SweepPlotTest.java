package oncilla.report.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import oncilla.Requirements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepPlotTest {
  @TempDir Path directory;

  @Test
  void accuraciesOfBothSetsStandAboveEveryValue() throws IOException {
    Fonts.problem().ifPresent(reason -> Requirements.missing("fonts", reason));
    Path file = directory.resolve("l2.png");
    new SweepPlot(
            "Accuracy",
            "on points",
            "λ",
            List.of("0", "0.7", "10"),
            new double[] {0.95, 0.9, 0.85},
            Optional.of(new double[] {0.85, 0.9, 0.8}))
        .write(file);
    BufferedImage image = ImageIO.read(file.toFile());
    assertEquals(SweepPlot.WIDTH, image.getWidth());
    // Markers of both series lie above one another: their outermost columns are the same.
    assertArrayEquals(columns(image, 0xff00488c), columns(image, 0xffc85000), describe(image));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SweepPlot("", "", "", List.of("0"), new double[] {1, 2}, Optional.empty()));
  }

  /** First and last column of a colour above the legend, to two pixels. */
  private static int[] columns(BufferedImage image, int colour) {
    int first = Integer.MAX_VALUE;
    int last = -1;
    for (int y = 100; y < 560; y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) == colour) {
          first = Math.min(first, x);
          last = Math.max(last, x);
        }
      }
    }
    return new int[] {first / 4, last / 4};
  }

  private static String describe(BufferedImage image) {
    return Arrays.toString(columns(image, 0xff00488c))
        + " and "
        + Arrays.toString(columns(image, 0xffc85000));
  }
}
