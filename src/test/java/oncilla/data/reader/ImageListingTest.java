package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oncilla.data.DataException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageListingTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(temporary.resolve("above/photos"));
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private static List<String> names(Path folder, List<Path> paths) {
    return paths.stream().map(path -> folder.relativize(path).toString()).toList();
  }

  private void assertListed(String... names) {
    assertEquals(List.of(names), names(folder, ImageListing.of(folder).files()));
  }

  @Test
  void sortsByNameOnEveryLevel() throws IOException {
    files("b.png", "a10.png", "a9.png", "B.PNG", "a1/z.jpg", "a1/deeper/y.jpg", "c/x.jpg");
    Files.createDirectories(folder.resolve("empty/within"));
    assertListed("B.PNG", "a1/deeper/y.jpg", "a1/z.jpg", "a10.png", "a9.png", "b.png", "c/x.jpg");
    ImageListing listing = ImageListing.of(folder);
    assertEquals(3, listing.nested());
    assertEquals(List.of("a1/deeper", "a1", "c"), names(folder, listing.folders()));
    assertTrue(listing.repeated().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thumbs.db",
        "thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
        "Desktop.ini",
        ".DS_Store",
        "._1.png",
        ".directory",
        "Icon\r",
        ".picasa.ini",
        "Picasa.ini",
        "1.xmp",
        "1.JPG.XMP",
        "IMG_1.AAE",
        ".stfolder",
        ".hidden.png",
        "@eaDir/1.jpg",
        "__MACOSX/._1.png",
        ".thumbnails/1.png",
        ".Trash-1000/files/1.png",
        "#recycle/1.png",
        "$RECYCLE.BIN/1.png",
        "lost+found/1.png",
        "System Volume Information/x"
      })
  void passesOverWhatSystemsLeave(String name) throws IOException {
    files("1.png", name);
    assertListed("1.png");
    assertEquals(0, ImageListing.of(folder).nested());
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "thumbs.png", "desktop.jpg", "xmp", "1.tmp", "eaDir"})
  void keepsAllElse(String name) throws IOException {
    files(name);
    assertListed(name);
  }

  @Test
  void takesOddNames() throws IOException {
    files("two\nlines.png", "a b.png", "-x.png");
    assertListed("-x.png", "a b.png", "two\nlines.png");
  }

  @Test
  void followsLinksOnce() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createFile(elsewhere.resolve("far.png"));
    files("a.png", "own/b.png");
    Files.createSymbolicLink(folder.resolve("far"), elsewhere);
    Files.createSymbolicLink(folder.resolve("far2"), elsewhere);
    Files.createSymbolicLink(folder.resolve("x.png"), folder.resolve("a.png"));
    Files.createSymbolicLink(folder.resolve("y.png"), elsewhere.resolve("far.png"));
    assertListed("a.png", "far/far.png", "own/b.png");
    assertEquals(
        List.of("far2", "x.png", "y.png"), names(folder, ImageListing.of(folder).repeated()));
  }

  @Test
  void doesNotFollowLinksBack() throws IOException {
    files("a.png", "sub/b.png", "../beside.png");
    Files.createSymbolicLink(folder.resolve("sub/self"), folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("sub/up"), Path.of(".."));
    Files.createSymbolicLink(folder.resolve("sub/top"), temporary);
    assertListed("a.png", "sub/b.png");
    assertEquals(3, ImageListing.of(folder).repeated().size());
    // The folder itself may be a link.
    Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
    assertEquals(2, ImageListing.of(link).files().size());
  }

  @Test
  void leavesWhatALinkMissesToTheReader() throws IOException {
    files("a.png");
    Files.createSymbolicLink(folder.resolve("gone.png"), temporary.resolve("nowhere"));
    assertListed("a.png", "gone.png");
  }

  @Test
  void saysWhatCannotBeListed() throws IOException {
    Path none = folder.resolve("none");
    String message = assertThrows(DataException.class, () -> ImageListing.of(none)).getMessage();
    assertTrue(message.startsWith(none + ": cannot be read"), message);
    assertFalse(Files.exists(none));
  }
}
