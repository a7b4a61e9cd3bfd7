package oncilla.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TiffImageTest {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;

  private static byte[] bytes(int... values) {
    byte[] result = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (byte) values[i];
    }
    return result;
  }

  private static void assertPixels(TiffSamples tiff, int... expected) throws IOException {
    int size = (int) Math.sqrt(expected.length / 3);
    assertArrayEquals(bytes(expected), Picture.square(tiff.bytes(), size));
  }

  private static String refused(TiffSamples tiff) {
    return assertThrows(IOException.class, () -> Picture.square(tiff.bytes(), 1)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsColours(boolean big) throws IOException {
    byte[] pixels = bytes(1, 2, 3, 200, 100, 50, 0, 0, 0, 255, 255, 254);
    assertPixels(
        TiffSamples.of(big ? BIG : LITTLE, 2, 2, 3, pixels),
        1,
        2,
        3,
        200,
        100,
        50,
        0,
        0,
        0,
        255,
        255,
        254);
  }

  @Test
  void readsGreyEitherWayRound() throws IOException {
    TiffSamples grey = TiffSamples.of(LITTLE, 1, 1, 1, bytes(40));
    assertPixels(grey, 40, 40, 40);
    assertPixels(grey.with(262, 0), 215, 215, 215);
  }

  @Test
  void roundsSixteenBits() throws IOException {
    TiffSamples little =
        TiffSamples.of(LITTLE, 1, 1, 3, bytes(0, 1, 0xff, 0xff, 0x81, 0x80)).with(258, 16, 16, 16);
    // 256/257 is nearly 1; 0x8081 is 128 · 257 + 1.
    assertPixels(little, 1, 255, 128);
    TiffSamples big =
        TiffSamples.of(BIG, 1, 1, 3, bytes(1, 0, 0xff, 0xff, 0x80, 0x81)).with(258, 16, 16, 16);
    assertPixels(big, 1, 255, 128);
  }

  @Test
  void readsPalettes() throws IOException {
    long[] colours = new long[3 * 256];
    colours[7] = 257 * 9;
    colours[256 + 7] = 257 * 99;
    colours[512 + 7] = 257 * 199;
    assertPixels(
        TiffSamples.of(LITTLE, 1, 1, 1, bytes(7)).with(262, 3).with(320, colours), 9, 99, 199);
  }

  @Test
  void laysTransparencyOverWhite() throws IOException {
    // Half of black is half of white; half of what is multiplied already is 60 of 255 and that.
    TiffSamples apart = TiffSamples.of(LITTLE, 1, 1, 4, bytes(0, 255, 60, 127));
    assertPixels(apart.with(338, 2), 128, 255, 158);
    TiffSamples multiplied = TiffSamples.of(LITTLE, 1, 1, 4, bytes(0, 127, 60, 127));
    assertPixels(multiplied.with(338, 1), 128, 255, 188);
    TiffSamples grey = TiffSamples.of(LITTLE, 1, 1, 2, bytes(60, 127));
    assertPixels(grey.with(338, 2), 158, 158, 158);
    assertPixels(grey.with(338, 1), 188, 188, 188);
    // What follows the opacity is not shown.
    TiffSamples more = TiffSamples.of(LITTLE, 1, 1, 5, bytes(0, 255, 60, 127, 9));
    assertPixels(more.with(338, 2, 0), 128, 255, 158);
    assertPixels(TiffSamples.of(LITTLE, 1, 1, 4, bytes(1, 2, 3, 9)).with(338, 0), 1, 2, 3);
  }

  @Test
  void readsPlanesTilesAndStrips() throws IOException {
    int[] expected = {1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12};
    assertPixels(
        TiffSamples.of(LITTLE, 2, 2, 3, bytes())
            .with(284, 2)
            .strips(bytes(1, 2, 3, 4), bytes(5, 6, 7, 8), bytes(9, 10, 11, 12)),
        expected);
    assertPixels(
        TiffSamples.of(LITTLE, 2, 2, 3, bytes())
            .with(278, 1)
            .strips(bytes(1, 5, 9, 2, 6, 10), bytes(3, 7, 11, 4, 8, 12)),
        expected);
    byte[] tile = new byte[16 * 16 * 3];
    System.arraycopy(bytes(1, 5, 9, 2, 6, 10), 0, tile, 0, 6);
    System.arraycopy(bytes(3, 7, 11, 4, 8, 12), 0, tile, 48, 6);
    assertPixels(TiffSamples.of(LITTLE, 2, 2, 3, bytes()).tiles(16, 16, tile), expected);
  }

  @Test
  void readsInks() throws IOException {
    TiffSamples cmyk = TiffSamples.of(LITTLE, 1, 1, 4, bytes(0, 0, 0, 0)).with(262, 5);
    assertPixels(cmyk, 255, 255, 255);
    byte[] black =
        Picture.square(
            TiffSamples.of(LITTLE, 1, 1, 4, bytes(0, 0, 0, 255)).with(262, 5).bytes(), 1);
    for (byte value : black) {
      assertTrue((value & 0xff) < 60, Arrays.toString(black));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "Deflate", "ZLib", "PackBits"})
  void readsWhatCompressionsHold(String compression) throws IOException {
    BufferedImage image = ImageSamples.picture(16, 16, BufferedImage.TYPE_INT_RGB);
    assertArrayEquals(ImageSamples.rgb(image), Picture.square(tiff(image, compression), 16));
  }

  private static byte[] tiff(BufferedImage image, String compression) throws IOException {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("tiff");
    ImageWriter writer = writers.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionType(compression);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  @Test
  void refusesSamplesThatNoPictureHas() {
    TiffSamples real = TiffSamples.of(LITTLE, 1, 1, 1, bytes(0, 0, 0, 0)).with(258, 32);
    assertEquals(
        "floating-point samples of 32 bits, expected unsigned ones of at most 16",
        refused(real.with(339, 3)));
    assertEquals(
        "signed samples of 8 bits, expected unsigned ones of at most 16",
        refused(TiffSamples.of(LITTLE, 1, 1, 1, bytes(0)).with(339, 2)));
    assertEquals(
        "9 samples a pixel, expected 1 to 8",
        refused(TiffSamples.of(LITTLE, 1, 1, 9, new byte[9])));
  }

  @Test
  void refusesTheSmallCopyInARawFile() {
    String message = refused(TiffSamples.of(LITTLE, 1, 1, 1, bytes(0)).with(254, 1));
    assertTrue(message.startsWith("its first image is a small copy of another"), message);
  }

  @Test
  void refusesPartsThatAreMissing() {
    // The decoder would read on in whatever follows, or leave the rest black.
    TiffSamples fewer = TiffSamples.of(LITTLE, 2, 2, 3, bytes()).with(278, 1);
    assertEquals("1 parts of the image, expected 2", refused(fewer.strips(new byte[6])));
    TiffSamples brief = TiffSamples.of(LITTLE, 2, 2, 3, new byte[12]).with(279, 11);
    assertThrows(EOFException.class, () -> Picture.square(brief.bytes(), 1));
    TiffSamples behind = TiffSamples.of(LITTLE, 2, 2, 3, new byte[11]).with(279, 12);
    assertThrows(EOFException.class, () -> Picture.square(behind.bytes(), 1));
  }

  @Test
  void needsNoByteCountsWhereNothingIsCompressed() throws IOException {
    assertPixels(TiffSamples.of(LITTLE, 1, 1, 3, bytes(1, 2, 3)).without(279), 1, 2, 3);
    refused(TiffSamples.of(LITTLE, 1, 1, 3, bytes(1, 2, 3)).without(279).with(259, 5));
  }

  @Test
  void refusesSizesBeforeItFindsMemoryForThem() {
    TiffSamples huge = TiffSamples.of(LITTLE, 60_000, 60_000, 1, bytes(0)).with(259, 5);
    assertTrue(refused(huge).startsWith("60000 x 60000 pixels in "), refused(huge));
    TiffSamples wide =
        TiffSamples.of(LITTLE, 1, 1, 3, bytes(0)).tiles(Integer.MAX_VALUE, 1, new byte[3]);
    assertEquals("its directory is damaged or cut off", refused(wide));
  }
}
