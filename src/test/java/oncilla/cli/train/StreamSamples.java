package oncilla.cli.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small pictures. */
final class StreamSamples {
  private static final int EDGE = 8;

  private StreamSamples() {}

  /** Writes a picture that no other seed has. */
  static void picture(Path file, int seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < EDGE * EDGE; i++) {
      image.setRGB(i % EDGE, i / EDGE, random.nextInt(1 << 24));
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }
}
