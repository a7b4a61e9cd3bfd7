package oncilla.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExifOrientationTest {
  @ParameterizedTest
  @CsvSource({
    "1, false, false",
    "2, false, false",
    "3, false, true",
    "4, true, false",
    "5, true, true",
    "6, false, false",
    "7, true, false",
    "8, false, true"
  })
  void turnsImagesUpright(int orientation, boolean bigEndian, boolean fillBytes)
      throws IOException {
    BufferedImage stored = ImageSamples.picture(24, 16, BufferedImage.TYPE_3BYTE_BGR);
    byte[] jpeg = ImageSamples.encode(stored, "jpeg");
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(jpeg));
    byte[] expected = AreaAverage.square(RgbRows.of(upright(decoded, orientation)), 8);
    assertArrayEquals(
        expected, Picture.square(withExif(jpeg, orientation, bigEndian, fillBytes), 8));
  }

  /** As the table in the Exif standard says it: where the first row and first column belong. */
  private static BufferedImage upright(BufferedImage stored, int orientation) {
    int width = stored.getWidth();
    int height = stored.getHeight();
    boolean turned = orientation >= 5;
    BufferedImage result =
        new BufferedImage(
            turned ? height : width, turned ? width : height, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int fromRight = width - 1 - column;
        int fromBottom = height - 1 - row;
        int pixel = stored.getRGB(column, row);
        switch (orientation) {
          case 1 -> result.setRGB(column, row, pixel);
          case 2 -> result.setRGB(fromRight, row, pixel);
          case 3 -> result.setRGB(fromRight, fromBottom, pixel);
          case 4 -> result.setRGB(column, fromBottom, pixel);
          case 5 -> result.setRGB(row, column, pixel);
          case 6 -> result.setRGB(fromBottom, column, pixel);
          case 7 -> result.setRGB(fromBottom, fromRight, pixel);
          default -> result.setRGB(row, fromRight, pixel);
        }
      }
    }
    return result;
  }

  /** The Exif of a camera: its first directory has a width and the orientation. */
  private static byte[] exif(int orientation, boolean bigEndian) {
    ByteBuffer tiff =
        ByteBuffer.allocate(8 + 2 + 2 * 12 + 4)
            .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    tiff.put(bigEndian ? new byte[] {'M', 'M'} : new byte[] {'I', 'I'});
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x0100).putShort((short) 3).putInt(1).putInt(0);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0);
    return tiff.array();
  }

  /** Puts an Exif segment behind the start of the image. */
  private static byte[] withExif(
      byte[] jpeg, int orientation, boolean bigEndian, boolean fillBytes) {
    byte[] tiff = exif(orientation, bigEndian);
    ByteBuffer result = ByteBuffer.allocate(jpeg.length + 64);
    result.put(jpeg, 0, 2);
    if (fillBytes) {
      result.put((byte) 0xff);
    }
    result.put((byte) 0xff).put((byte) 0xe1).putShort((short) (2 + 6 + tiff.length));
    result.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).put(tiff);
    result.put(jpeg, 2, jpeg.length - 2);
    return Arrays.copyOf(result.array(), result.position());
  }

  @Test
  void takesOrientationsThatDoNotExistAsUpright() throws IOException {
    byte[] jpeg =
        ImageSamples.encode(ImageSamples.picture(8, 8, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
    byte[] plain = Picture.square(jpeg, 8);
    assertArrayEquals(plain, Picture.square(withExif(jpeg, 0, true, false), 8));
    assertArrayEquals(plain, Picture.square(withExif(jpeg, 9, false, false), 8));
    for (int cut = 0; cut < 48; cut++) {
      byte[] start = Arrays.copyOf(withExif(jpeg, 6, true, false), cut);
      assertEquals(1, ExifOrientation.of(JpegSegments.exif(start)));
    }
  }

  /** Behind the pixels is where ImageMagick and ExifTool write it. */
  @ParameterizedTest
  @CsvSource({"6, false, false", "3, true, false", "8, false, true", "5, true, true"})
  void turnsPng(int orientation, boolean bigEndian, boolean behind) throws IOException {
    BufferedImage stored = ImageSamples.picture(24, 16, BufferedImage.TYPE_INT_RGB);
    byte[] png = ImageSamples.encode(stored, "png");
    byte[] exif = exif(orientation, bigEndian);
    ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length).putInt(exif.length);
    chunk.put(new byte[] {'e', 'X', 'I', 'f'}).put(exif);
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, 4 + exif.length);
    chunk.putInt((int) sum.getValue());
    int at = behind ? png.length - 12 : 8 + 25;
    ByteBuffer file = ByteBuffer.allocate(png.length + chunk.capacity());
    file.put(png, 0, at).put(chunk.array()).put(png, at, png.length - at);
    assertUpright(stored, orientation, file.array());
  }

  @ParameterizedTest
  @CsvSource({"6, false, false", "3, true, false", "8, false, true", "7, true, true"})
  void turnsWebp(int orientation, boolean bigEndian, boolean asInJpeg) throws IOException {
    byte[] simple = ImageSamples.resource("lossless.webp");
    BufferedImage stored = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 24 * 16; i++) {
      int x = i % 24;
      int y = i / 24;
      stored.setRGB(x, y, 10 * x << 16 | 15 * y << 8 | 6 * (x + y));
    }
    byte[] exif = exif(orientation, bigEndian);
    ByteBuffer started = ByteBuffer.allocate(6 + exif.length);
    started.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).put(exif);
    assertUpright(
        stored, orientation, ImageSamples.extendedWebp(simple, asInJpeg ? started.array() : exif));
  }

  @ParameterizedTest
  @CsvSource({"6, false", "3, true", "8, true", "2, false"})
  void turnsTiff(int orientation, boolean bigEndian) throws IOException {
    BufferedImage stored = ImageSamples.picture(24, 16, BufferedImage.TYPE_INT_RGB);
    byte[] tiff =
        TiffSamples.of(
                bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                24,
                16,
                3,
                ImageSamples.rgb(stored))
            .with(274, orientation)
            .bytes();
    assertUpright(stored, orientation, tiff);
  }

  private static void assertUpright(BufferedImage stored, int orientation, byte[] file)
      throws IOException {
    byte[] expected = AreaAverage.square(RgbRows.of(upright(stored, orientation)), 8);
    assertArrayEquals(expected, Picture.square(file, 8));
    assertFalse(Arrays.equals(AreaAverage.square(RgbRows.of(stored), 8), expected));
  }
}
