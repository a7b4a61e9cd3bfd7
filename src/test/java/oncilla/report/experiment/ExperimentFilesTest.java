package oncilla.report.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import oncilla.Requirements;
import oncilla.report.CsvTable;
import oncilla.report.Decimals;
import oncilla.report.figure.Fonts;
import oncilla.report.figure.SweepPlot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentFilesTest {
  @TempDir Path directory;

  @Test
  void fieldsAreQuotedWhereTheyMustBe() {
    assertEquals(
        "a,\"b, c\",\"say \"\"d\"\"\"\n1,0.1,\n7,,x\n",
        new CsvTable(List.of("a", "b, c", "say \"d\""))
            .row(1L, 0.1, null)
            .row(7, Double.NaN, "x")
            .text());
    assertThrows(IllegalArgumentException.class, () -> new CsvTable(List.of("a")).row(1, 2));
  }

  @Test
  void aPageIsMarkdown() {
    assertEquals(
        """
        # Title

        Text.

        | a | b |
        | --- | ---: |
        | x \\| y | 1 |

        ## Section

        ![what](costs.png)

        ```
        java -jar
        ```
        """,
        new MarkdownPage("Title")
            .paragraph("Text.")
            .table(List.of("a", "b"), List.of(List.of("x | y", "1")))
            .section("Section")
            .figure(Path.of("somewhere", "costs.png"), "what")
            .code("java -jar")
            .text());
  }

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

  @Test
  void numbersReadAsAPersonWritesThem() {
    assertEquals("0", Decimals.shortest(0));
    assertEquals("0.7", Decimals.shortest(0.7));
    assertEquals("10", Decimals.shortest(10));
    assertEquals("1.0E-5", Decimals.shortest(1e-5));
    assertTrue(Decimals.shortest(-0.5).startsWith("-0.5"));
  }
}
