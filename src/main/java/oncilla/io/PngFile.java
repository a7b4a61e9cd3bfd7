package oncilla.io;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as PNG files, whole or not at all. */
public final class PngFile {
  private PngFile() {}

  /**
   * Writes {@code image} to {@code target}, replacing it.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Path target, BufferedImage image) throws IOException {
    AtomicFile.write(
        target,
        out -> {
          // Given the stream itself, ImageIO would first write to the temporary folder, which may
          // be full or missing where the target's is not.
          try (ImageOutputStream buffered = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(image, "png", buffered)) {
              throw new IOException("this Java has no writer for PNG");
            }
          }
        });
  }
}
