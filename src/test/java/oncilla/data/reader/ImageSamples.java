package oncilla.data.reader;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures for tests, and their files' bytes. */
final class ImageSamples {
  private ImageSamples() {}

  /** Slopes with some noise: no two of its eight orientations are alike. */
  static BufferedImage picture(int width, int height, int type) {
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

  static byte[] encode(BufferedImage image, String format) throws IOException {
    return encode(image, format, false);
  }

  static byte[] encode(BufferedImage image, String format, boolean progressive) throws IOException {
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
  static byte[] rgb(BufferedImage image) {
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
}
