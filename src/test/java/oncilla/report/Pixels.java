package oncilla.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;

/** Looks at the pixels of a plot. */
public final class Pixels {
  /** The colour of the frames of charts. */
  public static final int FRAME = 0xff78787d;

  /** The colour of the first curve. */
  public static final int FIRST = 0xff00488c;

  /** The colour of the second curve. */
  public static final int SECOND = 0xffc85000;

  private Pixels() {}

  /** There is something in this part of the image. */
  public static void assertInk(BufferedImage image, int x0, int y0, int x1, int y1, String what) {
    assertTrue(ink(image, x0, y0, x1, y1) > 50, "no " + what);
  }

  /** Dark pixels in this part of the image. */
  public static int ink(BufferedImage image, int x0, int y0, int x1, int y1) {
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

  /** There is nothing at the edges of the image, where it would be cut off. */
  public static void assertEdgesAreEmpty(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
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

  /** The first pixel of this colour in a row that has one. */
  public static int firstInRow(BufferedImage image, int y, int colour) {
    int x = 0;
    while (image.getRGB(x, y) != colour) {
      x++;
    }
    return x;
  }

  /** The last pixel of this colour in a row that has one. */
  public static int lastInRow(BufferedImage image, int y, int colour) {
    int x = image.getWidth() - 1;
    while (image.getRGB(x, y) != colour) {
      x--;
    }
    return x;
  }

  /** The first pixel of this colour in a column, or −1. */
  public static int firstInColumn(BufferedImage image, int x, int colour) {
    for (int y = 0; y < image.getHeight(); y++) {
      if (image.getRGB(x, y) == colour) {
        return y;
      }
    }
    return -1;
  }
}
