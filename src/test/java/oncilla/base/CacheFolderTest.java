package oncilla.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
  @TempDir Path base;

  private Path below(String name) {
    return base.resolve(name);
  }

  private String text(String name) {
    return below(name).toString();
  }

  @Test
  void theVariableComesBeforeTheHome() {
    Map<String, String> environment =
        Map.of("XDG_CACHE_HOME", text("xdg"), "LOCALAPPDATA", text("local"));
    assertEquals(
        Optional.of(below("xdg/oncilla")), CacheFolder.of(environment, "Linux", text("home")));
    assertEquals(
        Optional.of(below("xdg/oncilla")), CacheFolder.of(environment, "Windows 11", text("home")));
  }

  @Test
  void withoutItTheSystemsPlaceIsTaken() {
    Map<String, String> environment = Map.of("XDG_CACHE_HOME", " ", "LOCALAPPDATA", text("local"));
    assertEquals(
        Optional.of(below("home/.cache/oncilla")),
        CacheFolder.of(environment, "Linux", text("home")));
    assertEquals(
        Optional.of(below("local/oncilla")),
        CacheFolder.of(environment, "Windows 11", text("home")));
    assertEquals(
        Optional.of(below("home/.cache/oncilla")),
        CacheFolder.of(Map.of(), "Windows 11", text("home")));
  }

  @Test
  void whatIsNoAbsolutePathDoesNotCount() {
    assertEquals(
        Optional.of(below("home/.cache/oncilla")),
        CacheFolder.of(Map.of("XDG_CACHE_HOME", "relative"), "Linux", text("home")));
    assertEquals(Optional.empty(), CacheFolder.of(Map.of(), "Linux", "?"));
    assertEquals(Optional.empty(), CacheFolder.of(Map.of(), "Linux", null));
    assertEquals(Optional.empty(), CacheFolder.of(Map.of(), "Linux", "/a\0b"));
  }
}
