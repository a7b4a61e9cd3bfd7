package oncilla.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Paths are made from URIs, which hold a name's bytes whatever the locale of the test is. */
class PathTextTest {
  private static Path path(String escaped) {
    return Path.of(URI.create("file://" + escaped));
  }

  @Test
  void namesAreReadAsUtf8() {
    assertEquals(
        Optional.of("/собака/кот 100%.png"),
        PathText.fromBytes(
            path("/%D1%81%D0%BE%D0%B1%D0%B0%D0%BA%D0%B0/%D0%BA%D0%BE%D1%82%20100%25.png")));
    assertEquals(
        Optional.of("кот"), PathText.fromBytes(path("/x/%D0%BA%D0%BE%D1%82").getFileName()));
  }

  @Test
  void whatAUriWouldTakeForSomethingElseIsKept() {
    assertEquals(
        Optional.of("/a\nb/c?d#e/e\u0301"), PathText.fromBytes(path("/a%0Ab/c%3Fd%23e/e%CC%81")));
  }

  @Test
  void relativePathsStayRelative() {
    for (String name : new String[] {"", "a", "..", "../a/b", ".", "a/./b", "/", "/tmp", "tmp/a"}) {
      assertEquals(Optional.of(name), PathText.fromBytes(Path.of(name)), "'" + name + "'");
      assertEquals(name, PathText.of(Path.of(name)));
    }
  }

  @Test
  void otherBytesAreNoText() {
    assertEquals(Optional.empty(), PathText.fromBytes(path("/a/%FF%FE")));
    Path latin = path("/a/%FF");
    assertEquals(latin.toString(), PathText.of(latin));
  }
}
