package oncilla.cl.jocl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderSearchTest {
  @TempDir Path root;

  @BeforeEach
  void aCacheWithoutTheLoader() throws IOException {
    cache("/lib/libc.so.6");
  }

  @Test
  void nowhereIsAnAnswer() {
    LoaderSearch.Problem problem = problem(Map.of()).orElseThrow();
    assertEquals(Optional.empty(), problem.unusable());
    assertEquals(
        "no usable OpenCL loader (libOpenCL.so.1) was found", problem.asException().getMessage());
  }

  @Test
  void theCacheNamesIt() throws IOException {
    cache("/opt/vendor/libOpenCL.so.1");
    library("opt/vendor/libOpenCL.so.1");
    assertTrue(problem(Map.of()).isEmpty());
  }

  @Test
  void aCacheOlderThanTheRemovalOfTheFileDoesNotCount() throws IOException {
    cache("/opt/vendor/libOpenCL.so.1");
    assertTrue(problem(Map.of()).isPresent());
  }

  @Test
  void aStandardDirectoryHasIt() throws IOException {
    library("usr/lib/x86_64-linux-gnu/libOpenCL.so.1");
    assertTrue(problem(Map.of()).isEmpty());
  }

  @Test
  void theVariableNamesItsDirectory() throws IOException {
    library("home/libOpenCL.so");
    Map<String, String> environment =
        Map.of("LD_LIBRARY_PATH", "/nonexistent:" + root.resolve("home"));
    assertTrue(problem(environment).isEmpty());
  }

  @Test
  void aFileThatIsNoLibraryStopsTheLinker() throws IOException {
    library("usr/lib/libOpenCL.so.1");
    Path broken = Files.writeString(root.resolve("libOpenCL.so.1"), "not a library");
    LoaderSearch.Problem problem =
        problem(Map.of("LD_LIBRARY_PATH", root.toString())).orElseThrow();
    assertEquals(Optional.of(broken), problem.unusable());
    assertEquals(
        "the OpenCL loader could not be loaded: " + broken + " is not a shared library",
        problem.asException().getMessage());
  }

  @Test
  void inDoubtTheLinkerMayTry() throws IOException {
    assertTrue(problem(Map.of("LD_PRELOAD", "/opt/everything.so")).isEmpty());
    Files.delete(root.resolve("etc/ld.so.cache"));
    assertTrue(problem(Map.of()).isEmpty());
  }

  private Optional<LoaderSearch.Problem> problem(Map<String, String> environment) {
    return LoaderSearch.problem(root, environment, "amd64");
  }

  /** As glibc writes it, as far as the search looks: a head, numbers, then names and paths. */
  private void cache(String path) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(
        root.resolve("etc/ld.so.cache"),
        "glibc-ld.so.cache1.1\0\0\1\2\u00ff\0" + name + "\0" + path + "\0",
        StandardCharsets.ISO_8859_1);
  }

  private void library(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
  }
}
