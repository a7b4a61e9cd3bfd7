package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.RealImages;
import oncilla.data.Table;
import oncilla.io.DataNames;
import oncilla.report.figure.PendingFigure;
import oncilla.train.metric.Predictions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrongExamplesTest {
  private static final ImageGeometry TWO_PIXELS = new ImageGeometry(1, 2, 3);

  @TempDir Path directory;

  private static Features pixels(int rows) {
    byte[] values = new byte[6 * rows];
    for (int i = 0; i < rows; i++) {
      values[6 * i] = (byte) 255;
      values[6 * i + 5] = (byte) 128;
    }
    return new Pixels(values, rows, TWO_PIXELS);
  }

  private static WrongExamples wrong(
      Features features, List<Path> files, double[] probabilities, int... labels) {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return new WrongExamples(
        new Dataset("data", features, bytes, List.of("dog", "cat"), DataNames.none(), files),
        new Predictions(new double[labels.length], probabilities, bytes));
  }

  @Test
  void theMostConfidentComeFirst() {
    WrongExamples wrong =
        wrong(pixels(6), List.of(), new double[] {0.6, 0.1, 0.99, 0.5, 0.9, 0.4}, 0, 1, 0, 1, 1, 1);
    // 3 is not called a cat at p = 0.5 exactly; 0 and 5 are as far off, and stay in their order.
    assertEquals(List.of(2, 1, 0, 5, 3), wrong.mostConfidentFirst());
  }

  @Test
  void theListHasPathsAndTheSheetHasPictures() throws IOException {
    List<Path> files = List.of(Path.of("t/cat/a, b.png"), Path.of("t/cat/c.png"), Path.of("d.png"));
    wrong(pixels(3), files, new double[] {0.25, 0.75, 0.875}, 1, 1, 0)
        .write(directory)
        .map(List::of)
        .ifPresent(PendingFigure::drawAll);
    assertEquals(
        "index,path,label,predicted,probability,error\n"
            + "2,d.png,dog,cat,0.875,0.875\n"
            + "0,\"t/cat/a, b.png\",cat,dog,0.25,0.75\n",
        Files.readString(directory.resolve("wrong/wrong.csv")));
    BufferedImage sheet = ImageIO.read(directory.resolve("wrong/contact-sheet.png").toFile());
    // The left half of the first picture is pure red, the right half half blue: sRGB, as stored.
    int x = 24 + 48;
    int y = 84 + 24 + 96;
    assertEquals(0xFF0000, sheet.getRGB(x, y) & 0xFFFFFF);
    assertEquals(0x000080, sheet.getRGB(x + 96, y) & 0xFFFFFF);
  }

  @Test
  void numbersOfArraysAreTheirPlaces() throws IOException {
    double[] values = {1, 0, 0, 0, 0, 0.5};
    RealImages images = new RealImages(values, 1, TWO_PIXELS, 1, 255, true);
    wrong(images, List.of(), new double[] {0.75}, 0)
        .write(directory)
        .map(List::of)
        .ifPresent(PendingFigure::drawAll);
    assertEquals(
        "0,,dog,cat,0.75,0.75", Files.readAllLines(directory.resolve("wrong/wrong.csv")).get(1));
    BufferedImage sheet = ImageIO.read(directory.resolve("wrong/contact-sheet.png").toFile());
    assertEquals(0xFF0000, sheet.getRGB(24 + 48, 84 + 24 + 96) & 0xFFFFFF);
    assertEquals(0x000080, sheet.getRGB(24 + 144, 84 + 24 + 96) & 0xFFFFFF);
  }

  @Test
  void theSheetHasRoomForTwentyFive() throws IOException {
    int rows = 40;
    double[] probabilities = IntStream.range(0, rows).mapToDouble(i -> 0.6).toArray();
    wrong(pixels(rows), List.of(), probabilities, new int[rows])
        .write(directory)
        .map(List::of)
        .ifPresent(PendingFigure::drawAll);
    assertEquals(1 + rows, Files.readAllLines(directory.resolve("wrong/wrong.csv")).size());
    BufferedImage sheet = ImageIO.read(directory.resolve("wrong/contact-sheet.png").toFile());
    assertEquals(84 + 24 + 5 * (192 + 56) + 12, sheet.getHeight());
  }

  @Test
  void noMistakeAndNoImageLeaveNothing() {
    wrong(pixels(1), List.of(), new double[] {0.75}, 1)
        .write(directory)
        .map(List::of)
        .ifPresent(PendingFigure::drawAll);
    wrong(new Table(new double[2], 1, 2), List.of(), new double[] {0.75}, 0)
        .write(directory)
        .map(List::of)
        .ifPresent(PendingFigure::drawAll);
    assertFalse(Files.exists(directory.resolve("wrong")));
  }
}
