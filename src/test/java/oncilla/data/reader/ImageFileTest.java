package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import oncilla.ChildJvm;
import oncilla.data.DataException;
import oncilla.data.image.ImageSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFileTest {
  private static final String EXPECTED = "not a JPEG, PNG, GIF, BMP, TIFF or WebP image";

  @TempDir Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private String error(byte[] bytes) throws IOException {
    Path path = file("image", bytes);
    String message = assertThrows(DataException.class, () -> ImageFile.read(path, 8)).getMessage();
    assertTrue(message.startsWith(path + ": not a readable image: "), message);
    return message;
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertTrue(error(new byte[0]).endsWith("the file is empty"));
    assertTrue(error("a text".getBytes()).endsWith(EXPECTED));
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

  @ParameterizedTest
  @CsvSource({
    "0000ftypheic0000mif1heic, a HEIC picture, heif-convert FILE FILE.jpg",
    "0000ftypmif10000mif1heic, a HEIC picture, heif-convert FILE FILE.jpg",
    "0000ftypmif10000mif1avif, an AVIF picture, avifdec FILE FILE.png",
    "0000ftypavif0000, an AVIF picture, magick FILE FILE.png",
    "0000ftypisom0000, a video, isom",
    "\u00ffO\u00ffQ, a JPEG 2000 picture, magick FILE FILE.png",
    "8BPS, a Photoshop document, magick",
    "%PDF-1.7, a PDF document, pdftoppm",
    "' <!DOCTYPE html><html>', a web page, a download that failed?"
  })
  void namesWhatItKnowsAndWhatConvertsIt(String start, String what, String remedy)
      throws IOException {
    String message = error((start + "and more of it").getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(message.contains(what) && message.contains(remedy), message);
  }

  @Test
  void namesAPictureThatTheHeapIsTooSmallFor() throws Exception {
    Path large = file("large.png", ImageSamples.encode(new BufferedImage(4000, 3000, 5), "png"));
    String said =
        ChildJvm.printed(ChildJvm.of(List.of("-Xmx24m"), Reading.class, large.toString()));
    assertEquals(
        large
            + ": its 4000 x 3000 pixels do not fit into the Java heap of 24 MiB (java -Xmx sets"
            + " it)",
        said.strip());
  }

  /** A program that reads a picture, for a heap of its own. */
  static final class Reading {
    private Reading() {}

    public static void main(String[] arguments) {
      try {
        ImageFile.read(Path.of(arguments[0]), 8);
      } catch (DataException failure) {
        System.out.println(failure.getMessage());
      }
    }
  }
}
