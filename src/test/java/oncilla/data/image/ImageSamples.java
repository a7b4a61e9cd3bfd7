package oncilla.data.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures for tests, and their files' bytes. */
public final class ImageSamples {
  private ImageSamples() {}

  /** Slopes with some noise: no two of its eight orientations are alike. */
  public static BufferedImage picture(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = x * 255 / width;
        int green = y * 255 / height;
        image.setRGB(x, y, 0xff000000 | red << 16 | green << 8 | random.nextInt(64));
      }
    }
    return image;
  }

  public static byte[] encode(BufferedImage image, String format) throws IOException {
    return encode(image, format, false);
  }

  public static byte[] encode(BufferedImage image, String format, boolean progressive)
      throws IOException {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
    ImageWriter writer = writers.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      if (parameters.canWriteProgressive()) {
        // Plain by default: the JDK does not read back its own interlaced GIFs of 3 or 4 rows.
        parameters.setProgressiveMode(
            progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      }
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The pixels as 8-bit red, green, blue. */
  public static byte[] rgb(BufferedImage image) {
    byte[] result = new byte[image.getWidth() * image.getHeight() * 3];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        result[at++] = (byte) (pixel >> 16);
        result[at++] = (byte) (pixel >> 8);
        result[at++] = (byte) pixel;
      }
    }
    return result;
  }

  /** The bytes of a file beside the tests, where it is kept as text. */
  public static byte[] resource(String name) throws IOException {
    try (InputStream in = ImageSamples.class.getResourceAsStream(name + ".b64")) {
      return Base64.getMimeDecoder().decode(in.readAllBytes());
    }
  }

  /** A WebP file with the picture of a simple one, 24 × 16, and {@code exif} behind it. */
  static byte[] extendedWebp(byte[] simple, byte[] exif) {
    int padded = exif.length + exif.length % 2;
    ByteBuffer file =
        ByteBuffer.allocate(simple.length + 18 + (exif.length == 0 ? 0 : 8 + padded))
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(simple, 0, 12).putInt(4, file.capacity() - 8);
    file.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10);
    file.put((byte) (exif.length == 0 ? 0 : 8)).put(new byte[3]);
    file.put(new byte[] {23, 0, 0, 15, 0, 0});
    file.put(simple, 12, simple.length - 12);
    if (exif.length > 0) {
      file.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
    }
    return file.array();
  }
}
