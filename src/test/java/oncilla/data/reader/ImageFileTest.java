package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import oncilla.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  @TempDir Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private byte[] read(byte[] bytes, int size) throws IOException {
    return ImageFile.read(file("image", bytes), size);
  }

  private String error(byte[] bytes) throws IOException {
    Path path = file("image", bytes);
    String message = assertThrows(DataException.class, () -> ImageFile.read(path, 8)).getMessage();
    assertTrue(message.startsWith(path + ": not a readable image: "), message);
    return message;
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
    assertArrayEquals(expected, read(withExif(jpeg, orientation, bigEndian, fillBytes), 8));
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

  /** Puts an Exif segment behind the start of the image. */
  private static byte[] withExif(
      byte[] jpeg, int orientation, boolean bigEndian, boolean fillBytes) {
    ByteBuffer tiff =
        ByteBuffer.allocate(8 + 2 + 2 * 12 + 4)
            .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    tiff.put(bigEndian ? new byte[] {'M', 'M'} : new byte[] {'I', 'I'});
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x0100).putShort((short) 3).putInt(1).putInt(0);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0);
    ByteBuffer result = ByteBuffer.allocate(jpeg.length + 64);
    result.put(jpeg, 0, 2);
    if (fillBytes) {
      result.put((byte) 0xff);
    }
    result.put((byte) 0xff).put((byte) 0xe1).putShort((short) (2 + 6 + tiff.capacity()));
    result.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).put(tiff.array());
    result.put(jpeg, 2, jpeg.length - 2);
    return Arrays.copyOf(result.array(), result.position());
  }

  @Test
  void takesOrientationsThatDoNotExistAsUpright() throws IOException {
    byte[] jpeg =
        ImageSamples.encode(ImageSamples.picture(8, 8, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
    byte[] plain = read(jpeg, 8);
    assertArrayEquals(plain, read(withExif(jpeg, 0, true, false), 8));
    assertArrayEquals(plain, read(withExif(jpeg, 9, false, false), 8));
    for (int cut = 0; cut < 48; cut++) {
      assertTrue(ExifOrientation.of(Arrays.copyOf(withExif(jpeg, 6, true, false), cut)) == 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"jpeg, false", "jpeg, true", "png, false", "gif, false", "bmp, false"})
  void neverReadsHalfAnImage(String format, boolean progressive) throws IOException {
    BufferedImage image = ImageSamples.picture(11, 13, BufferedImage.TYPE_3BYTE_BGR);
    byte[] whole = ImageSamples.encode(image, format, progressive);
    byte[] expected = read(whole, 8);
    int accepted = 0;
    // Every length near the end, where it is hardest to tell; every fifth before.
    for (int length = 0; length < whole.length; length += length < whole.length - 40 ? 5 : 1) {
      Path cut = file("cut", Arrays.copyOf(whole, length));
      try {
        // Some formats end with bytes that say nothing about the pixels.
        assertArrayEquals(expected, ImageFile.read(cut, 8), "cut to " + length);
        accepted++;
      } catch (DataException e) {
        assertTrue(e.getMessage().contains("not a readable image"), e.getMessage());
      }
    }
    int harmless = format.equals("jpeg") ? 0 : format.equals("png") ? 24 : 4;
    assertTrue(accepted <= harmless, accepted + " of " + whole.length);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertTrue(error(new byte[0]).endsWith("not a JPEG, PNG, GIF or BMP image"));
    assertTrue(error("a text".getBytes()).endsWith("not a JPEG, PNG, GIF or BMP image"));
    byte[] jpeg =
        ImageSamples.encode(ImageSamples.picture(64, 64, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
    assertTrue(
        error(Arrays.copyOf(jpeg, jpeg.length - 100))
            .endsWith("Truncated File - Missing EOI marker"));
    Path missing = folder.resolve("missing.jpg");
    assertEquals(
        missing + ": no such file",
        assertThrows(DataException.class, () -> ImageFile.read(missing, 8)).getMessage());
    assertEquals(
        folder + ": not a file",
        assertThrows(DataException.class, () -> ImageFile.read(folder, 8)).getMessage());
  }

  @Test
  void refusesHugeImagesBeforeDecodingThem() throws IOException {
    byte[] png =
        ImageSamples.encode(ImageSamples.picture(4, 4, BufferedImage.TYPE_3BYTE_BGR), "png");
    ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
    assertTrue(error(png).contains("100000 x 100000 pixels"));
  }

  @Test
  void doesNotNeedTheRightEnding() throws IOException {
    BufferedImage image = ImageSamples.picture(4, 4, BufferedImage.TYPE_INT_RGB);
    Path path = file("really-a-png.jpg", ImageSamples.encode(image, "png"));
    assertArrayEquals(ImageSamples.rgb(image), ImageFile.read(path, 4));
  }

  @Test
  void listsVisibleFilesByName() throws IOException {
    for (String name : new String[] {"b.png", "a10.png", ".hidden", "a9.png", "B.png"}) {
      file(name, new byte[0]);
    }
    assertEquals(
        List.of("B.png", "a10.png", "a9.png", "b.png"),
        ImageFile.visible(folder).stream().map(path -> path.getFileName().toString()).toList());
    assertThrows(DataException.class, () -> ImageFile.visible(folder.resolve("none")));
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
