package oncilla.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaAverageTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 1, 7",
    "7, 1, 3",
    "1, 13, 5",
    "31, 37, 7",
    "37, 31, 13",
    "64, 64, 64",
    "127, 61, 64",
    "61, 127, 17",
    "5, 3, 11",
    "128, 128, 64",
    "13, 13, 13",
    "2, 3, 2"
  })
  void isTheMeanOverTheAreaCovered(int width, int height, int size) {
    Random random = new Random(width * 1000L + height);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    assertArrayEquals(plainly(image, size), AreaAverage.square(RgbRows.of(image), size));
  }

  /** A part of a larger image begins in the middle of its array, and bands stand in any order. */
  @ParameterizedTest
  @CsvSource({"0, 1, 2", "2, 1, 0", "1, 2, 0"})
  void aPartOfAnImageIsReadWhereItLies(int red, int green, int blue) {
    Random random = new Random(5);
    ColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster =
        Raster.createInterleavedRaster(
            DataBuffer.TYPE_BYTE, 40, 30, 40 * 3 + 5, 3, new int[] {red, green, blue}, null);
    BufferedImage whole = new BufferedImage(colours, raster, false, null);
    for (int i = 0; i < 40 * 30; i++) {
      whole.setRGB(i % 40, i / 40, random.nextInt(1 << 24));
    }
    assertArrayEquals(plainly(whole, 7), AreaAverage.square(RgbRows.of(whole), 7));
    BufferedImage part = whole.getSubimage(11, 3, 23, 17);
    assertArrayEquals(plainly(part, 9), AreaAverage.square(RgbRows.of(part), 9));
    BufferedImage inner = part.getSubimage(2, 5, 9, 9);
    assertArrayEquals(plainly(inner, 9), AreaAverage.square(RgbRows.of(inner), 9));
  }

  /** The definition, pixel by pixel, in exact arithmetic. */
  private static byte[] plainly(BufferedImage image, int size) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] result = new byte[size * size * 3];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        for (int c = 0; c < 3; c++) {
          long sum = 0;
          for (int y = 0; y < height; y++) {
            long tall = overlap(y * size, size, row * height, height);
            if (tall == 0) {
              continue;
            }
            for (int x = 0; x < width; x++) {
              long wide = overlap(x * size, size, column * width, width);
              int value = image.getRGB(x, y) >> (16 - 8 * c) & 0xff;
              sum += tall * wide * value;
            }
          }
          // Halves go up.
          result[(row * size + column) * 3 + c] =
              (byte) Math.floorDiv(2 * sum + (long) width * height, 2L * width * height);
        }
      }
    }
    return result;
  }

  private static long overlap(int a, int aLength, int b, int bLength) {
    return Math.max(0, Math.min(a + aLength, b + bLength) - Math.max(a, b));
  }

  @Test
  void leavesTheRightSizeAlone() {
    BufferedImage image = ImageSamples.picture(64, 64, BufferedImage.TYPE_INT_RGB);
    assertArrayEquals(ImageSamples.rgb(image), AreaAverage.square(RgbRows.of(image), 64));
  }

  @Test
  void roundsHalvesUp() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x000102);
    image.setRGB(1, 0, 0x010203);
    byte[] mean = AreaAverage.square(RgbRows.of(image), 1);
    assertEquals(1, mean[0]);
    assertEquals(2, mean[1]);
    assertEquals(3, mean[2]);
  }

  @Test
  void averagesAWideImageWithoutCropping() {
    BufferedImage image = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x640000);
    image.setRGB(3, 1, 0x006400);
    byte[] square = AreaAverage.square(RgbRows.of(image), 2);
    assertArrayEquals(new byte[] {50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50, 0}, square);
  }
}
