package oncilla.data.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import oncilla.data.DataException;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.Split;
import oncilla.data.TrainTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPicturesTest {
  @TempDir Path directory;

  @Test
  void halfOfThemAreCats() {
    Dataset pictures = DemoPictures.dataset(11, 16, 3, Split.TRAIN);
    assertEquals(List.of("non-cat", "cat"), pictures.classNames());
    assertArrayEquals(new byte[] {1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}, pictures.labels());
    assertEquals(new ImageGeometry(16, 16, 3), pixels(pictures).geometry());
    assertEquals(11, pictures.size());
  }

  @Test
  void aPictureDependsOnItsOwnNumberOnly() {
    byte[] few = pixels(DemoPictures.dataset(3, 24, 7, Split.TRAIN)).values();
    byte[] many = pixels(DemoPictures.dataset(40, 24, 7, Split.TRAIN)).values();
    assertArrayEquals(few, Arrays.copyOf(many, few.length));
    assertArrayEquals(many, pixels(DemoPictures.dataset(40, 24, 7, Split.TRAIN)).values());
  }

  @Test
  void seedsAndSplitsDiffer() {
    Pixels first = pixels(DemoPictures.dataset(20, 16, 3, Split.TRAIN));
    Pixels otherSeed = pixels(DemoPictures.dataset(20, 16, 4, Split.TRAIN));
    Pixels heldOut = pixels(DemoPictures.dataset(20, 16, 3, Split.TEST));
    for (int i = 0; i < 20; i++) {
      byte[] picture = first.slice(i, i + 1).values();
      for (int j = 0; j < 20; j++) {
        assertFalse(Arrays.equals(picture, otherSeed.slice(j, j + 1).values()));
        assertFalse(Arrays.equals(picture, heldOut.slice(j, j + 1).values()));
        assertTrue(i == j || !Arrays.equals(picture, first.slice(j, j + 1).values()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 65, 200})
  void anySizeWillDo(int size) {
    Dataset pictures = DemoPictures.dataset(4, size, 1, Split.TEST);
    assertEquals(4L * size * size * 3, pixels(pictures).values().length);
  }

  @Test
  void noTwoSplitsAreMixed() {
    TrainTest both = DemoPictures.trainTest(6, 2, 8, 5);
    assertArrayEquals(
        pixels(DemoPictures.dataset(6, 8, 5, Split.TRAIN)).values(), pixels(both.train()).values());
    assertArrayEquals(
        pixels(DemoPictures.dataset(2, 8, 5, Split.TEST)).values(),
        pixels(both.test().orElseThrow()).values());
  }

  @Test
  void tooManyAreRefusedBeforeMemoryIsTaken() {
    DataException refused =
        assertThrows(
            DataException.class, () -> DemoPictures.dataset(1_000_000, 1_000, 3, Split.TRAIN));
    assertEquals(
        "demo pictures: 1000000 of 1000 x 1000 take 3000000000000 bytes, at most 2147483639",
        refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> DemoPictures.dataset(0, 8, 3, Split.TRAIN));
  }

  @Test
  void filesHoldTheSamePictures() throws IOException {
    List<Path> files = DemoPictures.writePng(directory, 2, 20, 3, Split.TEST);
    assertEquals(
        List.of(directory.resolve("000-cat.png"), directory.resolve("001-non-cat.png")), files);
    Pixels pictures = pixels(DemoPictures.dataset(2, 20, 3, Split.TEST));
    for (int i = 0; i < 2; i++) {
      BufferedImage image = ImageIO.read(files.get(i).toFile());
      byte[] expected = pictures.slice(i, i + 1).values();
      for (int p = 0; p < 400; p++) {
        int rgb = image.getRGB(p % 20, p / 20);
        assertEquals(expected[3 * p], (byte) (rgb >> 16));
        assertEquals(expected[3 * p + 1], (byte) (rgb >> 8));
        assertEquals(expected[3 * p + 2], (byte) rgb);
      }
    }
  }

  /**
   * The same numbers give the same picture on every Java version: the checksum is from 17 and 25.
   */
  @Test
  void drawingIsTheSameEverywhere() {
    CRC32 sum = new CRC32();
    for (int i = 0; i < 60; i++) {
      sum.update(Painting.draw(i % 2 == 0, 32, new CountingSource(i)));
    }
    assertEquals("24b18e95", String.format("%08x", sum.getValue()));
  }

  @Test
  void meanColourDoesNotTellACat() {
    TrainTest both = DemoPictures.trainTest(400, 400, 16, 3);
    double[][] train = meanColours(both.train());
    double[][] test = meanColours(both.test().orElseThrow());
    double[] weights = new double[4];
    for (int step = 0; step < 2_000; step++) {
      double[] gradient = new double[4];
      for (int i = 0; i < train.length; i++) {
        double error = 1 / (1 + Math.exp(-dot(weights, train[i]))) - both.train().labels()[i];
        for (int c = 0; c < 4; c++) {
          gradient[c] += error * train[i][c] / train.length;
        }
      }
      for (int c = 0; c < 4; c++) {
        weights[c] -= 2 * gradient[c];
      }
    }
    int correct = 0;
    for (int i = 0; i < test.length; i++) {
      if (dot(weights, test[i]) > 0 == (both.test().orElseThrow().labels()[i] == 1)) {
        correct++;
      }
    }
    assertTrue(correct < 0.65 * test.length, correct + " of " + test.length);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** 1, and the means of red, green and blue, about 0. */
  private static double[][] meanColours(Dataset pictures) {
    byte[] values = pixels(pictures).values();
    double[][] means = new double[pictures.size()][4];
    int perPicture = values.length / pictures.size();
    for (int i = 0; i < means.length; i++) {
      means[i][0] = 1;
      for (int p = 0; p < perPicture; p++) {
        means[i][1 + p % 3] += ((values[i * perPicture + p] & 0xff) - 100) / 40.0 * 3 / perPicture;
      }
    }
    return means;
  }

  private static Pixels pixels(Dataset pictures) {
    return (Pixels) pictures.features();
  }

  /** Steele and others' SplitMix64, written out, so that the checksum depends on drawing only. */
  private static final class CountingSource implements RandomSource {
    private long state;

    CountingSource(long seed) {
      state = seed << 32;
    }

    @Override
    public double uniform() {
      state += 0x9E3779B97F4A7C15L;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }
  }
}
