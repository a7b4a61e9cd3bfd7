package oncilla.cl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoclCacheTest {
  private static final String POCL = "Portable Computing Language";

  @TempDir Path directory;

  @Test
  void otherPlatformsHaveNoSuchRemedy() {
    assertEquals(Optional.empty(), PoclCache.remedy("rusticl, NVIDIA CUDA", Map.of()));
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    // Below a file no folder can be made, by root neither.
    String file = Files.createFile(directory.resolve("file")).toString();
    String remedy =
        "PoCL is installed, but cannot make %s for compiled kernels; set POCL_CACHE_DIR,"
            + " or HOME, to a folder that can be written";
    assertEquals(
        Optional.of(remedy.formatted(file + "/.cache/pocl/kcache")),
        PoclCache.remedy(POCL, Map.of("HOME", file)));
    assertEquals(
        Optional.of(remedy.formatted(file + "/x/pocl/kcache")),
        PoclCache.remedy(
            "rusticl, " + POCL,
            Map.of("HOME", directory.toString(), "XDG_CACHE_HOME", file + "/x")));
    assertEquals(
        Optional.of(remedy.formatted(file)),
        PoclCache.remedy(POCL, Map.of("HOME", directory.toString(), "POCL_CACHE_DIR", file)));
  }

  @Test
  void whereTheFolderIsFineItMayBeTheChoiceOfDevices() {
    String home = directory.toString();
    assertEquals(
        Optional.of(
            "PoCL is installed, but offers no device; set POCL_CACHE_DIR to a folder that can be"
                + " written, or unset POCL_DEVICES, which is cuda"),
        PoclCache.remedy(POCL, Map.of("HOME", home, "POCL_DEVICES", "cuda")));
    String without = PoclCache.remedy(POCL, Map.of("HOME", home)).orElseThrow();
    assertTrue(without.endsWith("to a folder that can be written"), without);
  }

  @Test
  void theExceptionHasTheRemedyInPlaceOfAnInstallation() {
    ClUnavailableException unavailable = ClUnavailableException.noDevice(List.of(POCL));
    assertTrue(unavailable.remedy().startsWith("PoCL is installed"), unavailable.remedy());
    assertTrue(
        ClUnavailableException.noDevice(List.of("Clover"))
            .remedy()
            .startsWith(Installing.here().driverRemedy()));
  }
}
