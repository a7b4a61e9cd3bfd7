package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.Split;
import oncilla.data.TrainTest;
import oncilla.data.image.ImageSamples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final DataOptions STRICT = new DataOptions("cat", 4, false);
  private static final DataOptions LENIENT = new DataOptions("cat", 4, true);

  @TempDir Path temporary;
  private Path folder;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("train"));
  }

  /** An image all of whose bytes are {@code grey}. */
  private void image(String name, int grey) throws IOException {
    BufferedImage image = new BufferedImage(6, 4, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 24; i++) {
      image.setRGB(i % 6, i / 6, grey << 16 | grey << 8 | grey);
    }
    bytes(name, ImageSamples.encode(image, "png"));
  }

  private Path bytes(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private Dataset read(DataOptions options) {
    return Datasets.loadOne(folder, options, Split.TRAIN, warnings::add);
  }

  private void assertError(DataOptions options, String expected) {
    assertEquals(expected, assertThrows(DataException.class, () -> read(options)).getMessage());
  }

  @Test
  void readsClassesInTheOrderOfTheirNames() throws IOException {
    image("dog/b.png", 4);
    image("cat/2.png", 2);
    image("cat/10.png", 1);
    image("bird/x.jpeg", 0);
    image("dog/a.png", 3);
    Dataset data = read(STRICT);
    assertArrayEquals(new byte[] {0, 1, 1, 0, 0}, data.labels());
    assertEquals(List.of("non-cat", "cat"), data.classNames());
    Pixels pixels = (Pixels) data.features();
    assertEquals(new ImageGeometry(4, 4, 3), pixels.geometry());
    for (int i = 0; i < pixels.values().length; i++) {
      assertEquals(i / 48, pixels.values()[i]);
    }
    assertTrue(warnings.isEmpty(), warnings::toString);
  }

  @Test
  void namesTheOnlyOtherClass() throws IOException {
    image("cat/1.png", 1);
    image("ocelot/1.png", 2);
    assertEquals(List.of("ocelot", "cat"), read(STRICT).classNames());
    DataOptions other = new DataOptions("ocelot", 4, false);
    assertEquals(List.of("cat", "ocelot"), read(other).classNames());
    assertArrayEquals(new byte[] {0, 1}, read(other).labels());
  }

  @Test
  void readsTrainingAndTestFolders() throws IOException {
    image("cat/1.png", 1);
    image("dog/1.png", 2);
    TrainTest data = Datasets.load(folder, Optional.of(folder), STRICT, warnings::add);
    assertEquals(2, data.train().size());
    assertEquals(2, data.test().orElseThrow().size());
    assertTrue(Datasets.load(folder, Optional.empty(), STRICT, warnings::add).test().isEmpty());
  }

  @Test
  void leavesOutHiddenFilesAndNamesStrayOnes() throws IOException {
    image("cat/1.png", 1);
    image("dog/1.png", 2);
    bytes("cat/.DS_Store", new byte[] {1});
    bytes(".git/config", new byte[] {1});
    Path stray = bytes("README.md", new byte[] {1});
    assertEquals(2, read(STRICT).size());
    assertEquals(List.of(stray + ": not in the folder of a class, left out"), warnings);
  }

  @Test
  void saysWhichClassIsMissing() throws IOException {
    assertError(STRICT, folder + ": no sub-folders, expected one per class");
    image("dog/1.png", 1);
    image("bird/1.png", 1);
    assertError(
        STRICT,
        folder
            + ": no sub-folder cat (the positive class), found bird, dog; positive names another");
    Files.createDirectory(folder.resolve("cat"));
    assertError(STRICT, folder.resolve("cat") + ": no images");
    assertError(LENIENT, folder.resolve("cat") + ": no images");
  }

  @Test
  void needsASecondClass() throws IOException {
    image("cat/1.png", 1);
    assertError(STRICT, folder + ": only the sub-folder cat, expected another class");
  }

  @Test
  void stopsAtUnreadableImages() throws IOException {
    image("cat/1.png", 1);
    image("dog/1.png", 2);
    byte[] jpeg =
        ImageSamples.encode(ImageSamples.picture(32, 32, BufferedImage.TYPE_INT_RGB), "jpeg");
    Path broken = bytes("dog/2.jpg", Arrays.copyOf(jpeg, jpeg.length / 2));
    assertError(
        STRICT,
        broken
            + ": not a readable image: No image data present to read; skipUnreadable leaves"
            + " such files out");
    Path text = bytes("cat/notes.txt", "text".getBytes());
    assertError(
        STRICT,
        text
            + ": not a readable image: not a JPEG, PNG, GIF, BMP, TIFF or WebP image (and 1 others);"
            + " skipUnreadable leaves such files out");
  }

  @Test
  void leavesUnreadableImagesOutIfAsked() throws IOException {
    image("cat/a.png", 1);
    Path first = bytes("cat/b.png", new byte[] {1, 2, 3});
    image("cat/c.png", 2);
    image("dog/a.png", 3);
    Dataset data = read(LENIENT);
    assertArrayEquals(new byte[] {1, 1, 0}, data.labels());
    assertEquals(
        List.of(
            folder.resolve("cat/a.png"), folder.resolve("cat/c.png"), folder.resolve("dog/a.png")),
        data.files());
    byte[] values = ((Pixels) data.features()).values();
    assertEquals(3 * 48, values.length);
    for (int i = 0; i < values.length; i++) {
      assertEquals(i / 48 + 1, values[i]);
    }
    assertEquals(
        List.of(
            first
                + ": not a readable image: not a JPEG, PNG, GIF, BMP, TIFF or WebP image; left"
                + " out"),
        warnings);
  }

  @Test
  void needsAReadableImageInEveryClass() throws IOException {
    image("cat/a.png", 1);
    bytes("dog/b.png", new byte[] {1, 2, 3});
    assertError(LENIENT, folder.resolve("dog") + ": no readable images");
  }

  @Test
  void refusesMorePixelsThanAnArrayHolds() throws IOException {
    image("cat/a.png", 1);
    image("dog/b.png", 1);
    image("dog/c.png", 1);
    assertError(
        new DataOptions("cat", 16_384, false),
        folder + ": 3 images of 16384 x 16384 are more than 2147483639 bytes");
    assertThrows(IllegalArgumentException.class, () -> new DataOptions("cat", 0, false));
    assertThrows(IllegalArgumentException.class, () -> new DataOptions("cat", 16_385, false));
  }
}
