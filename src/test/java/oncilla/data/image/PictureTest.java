package oncilla.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
  private static byte[] read(byte[] bytes, int size) throws IOException {
    return Picture.square(bytes, size);
  }

  @ParameterizedTest
  @CsvSource({
    "png, " + BufferedImage.TYPE_INT_RGB, "png, " + BufferedImage.TYPE_3BYTE_BGR,
    "png, " + BufferedImage.TYPE_INT_ARGB, "bmp, " + BufferedImage.TYPE_3BYTE_BGR
  })
  void readsExactlyWhatLosslessFilesHold(String format, int type) throws IOException {
    BufferedImage image = ImageSamples.picture(16, 16, type);
    assertArrayEquals(ImageSamples.rgb(image), read(ImageSamples.encode(image, format), 16));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsJpegAsTheJdkDoes(boolean progressive) throws IOException {
    byte[] jpeg =
        ImageSamples.encode(
            ImageSamples.picture(16, 16, BufferedImage.TYPE_3BYTE_BGR), "jpeg", progressive);
    BufferedImage expected = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertArrayEquals(ImageSamples.rgb(expected), read(jpeg, 16));
  }

  @Test
  void readsGifPalettes() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(0, 0, 0xffff0000);
    image.setRGB(1, 0, 0xff0000ff);
    byte[] square = read(ImageSamples.encode(image, "gif"), 2);
    assertArrayEquals(new byte[] {-1, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0, -1}, square);
  }

  @Test
  void laysTransparencyOverWhite() throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00123456);
    image.setRGB(1, 0, 0x80000000);
    image.setRGB(0, 1, 0xff010203);
    image.setRGB(1, 1, 0x40ff8000);
    byte[] square = read(ImageSamples.encode(image, "png"), 2);
    // Row 0: all white; half black. Row 1: opaque; a quarter of orange.
    int[] expected = {255, 255, 255, 127, 127, 127, 1, 2, 3, 255, 223, 191};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], square[i] & 0xff, "byte " + i);
    }
  }

  @Test
  void laysTransparentPaletteEntriesOverWhite() throws IOException {
    byte[] grey = {0, 50, 100, 120};
    IndexColorModel colours = new IndexColorModel(8, 4, grey, grey, grey, 0);
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_INDEXED, colours);
    image.getRaster().setSample(1, 1, 0, 2);
    for (String format : new String[] {"png", "gif"}) {
      byte[] square = read(ImageSamples.encode(image, format), 2);
      assertEquals(255, square[0] & 0xff, format);
      assertEquals(100, square[9] & 0xff, format);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void repeatsGreyInThreeChannelsUnchanged(String format) throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      image.getRaster().setSample(i % 16, i / 16, 0, i);
    }
    byte[] square = read(ImageSamples.encode(image, format), 16);
    for (int i = 0; i < 768; i++) {
      assertEquals(i / 3, square[i] & 0xff);
    }
  }

  @Test
  void repeatsGreyOfJpeg() throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64; i++) {
      image.getRaster().setSample(i % 8, i / 8, 0, 77);
    }
    for (byte value : read(ImageSamples.encode(image, "jpeg"), 8)) {
      assertEquals(77, value);
    }
  }

  @Test
  void roundsSixteenBits() throws IOException {
    BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < 256; i++) {
      // 257 i is i exactly; 128 more is just below the next half, 129 more just above.
      grey.getRaster()
          .setSample(i % 16, i / 16, 0, Math.min(65535, 257 * i + (i % 2 == 0 ? 128 : 129)));
    }
    byte[] square = read(ImageSamples.encode(grey, "png"), 16);
    for (int i = 0; i < 256; i++) {
      assertEquals(Math.min(255, i + i % 2), square[3 * i] & 0xff);
    }
    ColorModel deep =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            true,
            false,
            ColorModel.TRANSLUCENT,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = deep.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {257 * 10, 257 * 20, 0, 65535 / 5});
    BufferedImage colour = new BufferedImage(deep, raster, false, null);
    byte[] pixel = read(ImageSamples.encode(colour, "png"), 1);
    assertEquals(206, pixel[0] & 0xff);
    assertEquals(208, pixel[1] & 0xff);
    assertEquals(204, pixel[2] & 0xff);
  }

  @Test
  void convertsOtherColourSpaces() throws IOException {
    // Mid grey in linear light is 188 in sRGB.
    ColorModel linear =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB),
            false,
            false,
            ColorModel.OPAQUE,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = linear.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {128, 128, 128});
    int[] rgb = new int[3];
    RgbRows.of(new BufferedImage(linear, raster, false, null)).row(0, rgb);
    for (int value : rgb) {
      assertEquals(188, value, 1);
    }
  }

  @Test
  void readsCmykJpeg() throws IOException {
    // As Adobe writes it: 255 is no ink.
    for (int ink : new int[] {0, 255}) {
      WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
      int[] samples = new int[8 * 8 * 4];
      Arrays.fill(samples, ink);
      raster.setPixels(0, 0, 8, 8, samples);
      byte[] square = read(cmyk(raster), 8);
      for (byte value : square) {
        assertTrue(ink == 0 ? (value & 0xff) < 60 : (value & 0xff) > 250, "value " + value);
      }
    }
  }

  private static byte[] cmyk(WritableRaster raster) throws IOException {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
    ImageWriter writer = null;
    while (writers.hasNext() && (writer == null || !writer.canWriteRasters())) {
      writer = writers.next();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    // Without Adobe's segment Java takes four bands for colour and transparency.
    byte[] jpeg = bytes.toByteArray();
    ByteBuffer marked = ByteBuffer.allocate(jpeg.length + 16).put(jpeg, 0, 2);
    marked.putShort((short) 0xffee).putShort((short) 14);
    marked.put("Adobe".getBytes(StandardCharsets.US_ASCII)).putShort((short) 100);
    marked.putInt(0).put((byte) 0).put(jpeg, 2, jpeg.length - 2);
    return marked.array();
  }

  @Test
  void readsBlackAndWhite() throws IOException {
    BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(1, 1, Color.WHITE.getRGB());
    byte[] square = read(ImageSamples.encode(image, "png"), 3);
    assertEquals(0, square[0]);
    assertEquals(-1, square[12]);
  }
}
