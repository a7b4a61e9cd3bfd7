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
import java.util.List;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Pixels;
import oncilla.data.Split;
import oncilla.data.image.ImageSamples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFoldersTest {
  @TempDir Path temporary;
  private Path folder;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("photos"));
  }

  /** Pictures of one pixel, grey as their number. */
  private void pictures(String... names) throws IOException {
    for (int i = 0; i < names.length; i++) {
      BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
      image.setRGB(0, 0, i << 16 | i << 8 | i);
      Path file = folder.resolve(names[i]);
      Files.createDirectories(file.getParent());
      Files.write(file, ImageSamples.encode(image, "png"));
    }
  }

  private Dataset read(String positive) {
    return Datasets.loadOne(
        folder, new DataOptions(positive, 1, false), Split.TRAIN, warnings::add);
  }

  private String refused(String positive) {
    return assertThrows(DataException.class, () -> read(positive)).getMessage();
  }

  @Test
  void readsSubFoldersAndSaysSo() throws IOException {
    pictures("cat/a/0.png", "cat/a/deep/1.png", "cat/b.PNG", "dog/only/3.png", "dog/only/4.png");
    Files.createDirectories(folder.resolve("dog/empty"));
    Dataset data = read("cat");
    assertArrayEquals(new byte[] {1, 1, 1, 0, 0}, data.labels());
    byte[] values = ((Pixels) data.features()).values();
    for (int i = 0; i < values.length; i++) {
      assertEquals(i / 3, values[i]);
    }
    assertEquals(
        List.of(
            folder
                + ": 4 of 5 images lie in sub-folders of a class and are read too (cat/a, "
                + "cat/a/deep, dog/only)"),
        warnings);
  }

  @Test
  void findsThePositiveClassByLetterCase() throws IOException {
    pictures("Cat/0.png", "Dog/1.png");
    Dataset data = read("cat");
    assertArrayEquals(new byte[] {1, 0}, data.labels());
    assertEquals(List.of("Dog", "cat"), data.classNames());
    assertEquals(List.of(folder + ": Cat is taken for the positive class cat"), warnings);
    warnings.clear();
    assertEquals(List.of("Dog", "Cat"), read("Cat").classNames());
    assertTrue(warnings.isEmpty(), warnings::toString);
    // As macOS writes it, and as it is typed.
    pictures("Cafe\u0301/0.png");
    assertArrayEquals(new byte[] {1, 0, 0}, read("caf\u00e9").labels());
  }

  @Test
  void doesNotChooseBetweenTwoThatDifferInLetterCase() throws IOException {
    pictures("cat/0.png", "Cat/1.png", "dog/2.png");
    assertEquals(folder + ": the names of Cat, cat differ in letter case only", refused("cat"));
  }

  @Test
  void namesWhatIsThere() throws IOException {
    pictures("a/0.png", "b/0.png", "c/0.png", "d/0.png", "e/0.png", "f/0.png", "g/0.png");
    assertEquals(
        folder
            + ": no sub-folder cat (the positive class), found a, b, c, d, e and 2 more; positive"
            + " names another",
        refused("cat"));
  }

  @Test
  void findsTheFolderThatWasMeant() throws IOException {
    pictures("train/cat/0.png", "train/dog/0.png", "val/cat/0.png", "val/dog/0.png");
    assertEquals(
        folder
            + ": no sub-folder cat (the positive class), found train, val; train has one, so try "
            + folder.resolve("train"),
        refused("cat"));
  }

  @Test
  void refusesPositivesThatWouldBecomeNegative() throws IOException {
    pictures("cat/0.png", "dog/0.png", "more/Cat/deep/0.png", "more/dog/0.png");
    assertEquals(
        folder.resolve("more/Cat/deep")
            + ": has the name of the positive class, but its images would be negative as all in "
            + folder.resolve("more"),
        refused("cat"));
  }

  @Test
  void countsFilesBesideTheClasses() throws IOException {
    pictures("cat/0.png", "dog/1.png", "x.png", "y.png");
    Files.createFile(folder.resolve("Thumbs.db"));
    Files.createDirectories(folder.resolve("@eaDir/cat"));
    Files.createDirectories(folder.resolve(".hidden/cat"));
    assertEquals(2, read("cat").size());
    assertEquals(
        List.of(folder + ": 2 files are not in the folder of a class, left out (x.png, y.png)"),
        warnings);
  }

  @Test
  void keepsClassesApartThatLinksConnect() throws IOException {
    pictures("cat/0.png", "dog/1.png");
    Files.createSymbolicLink(folder.resolve("cat/all"), folder.resolve("dog"));
    Files.createSymbolicLink(folder.resolve("dog/up"), folder);
    assertArrayEquals(new byte[] {1, 0}, read("cat").labels());
    assertEquals(
        List.of(
            folder
                + ": reached twice by links and read once, or by a link back and not read: "
                + "cat/all, dog/up"),
        warnings);
    Files.createSymbolicLink(folder.resolve("kitten"), folder.resolve("cat"));
    assertEquals(
        folder.resolve("kitten") + ": a link to the same folder as " + folder.resolve("cat"),
        refused("cat"));
  }

  @Test
  void readsClassesThatAreLinks() throws IOException {
    pictures("pool/cats/0.png", "pool/dogs/1.png");
    Path linked = Files.createDirectory(temporary.resolve("linked"));
    Files.createSymbolicLink(linked.resolve("cat"), folder.resolve("pool/cats"));
    Files.createSymbolicLink(linked.resolve("dog"), folder.resolve("pool/dogs"));
    folder = linked;
    assertArrayEquals(new byte[] {1, 0}, read("cat").labels());
    Files.createSymbolicLink(linked.resolve("loop"), linked);
    assertEquals(linked.resolve("loop") + ": a link to a folder that it lies in", refused("cat"));
  }
}
