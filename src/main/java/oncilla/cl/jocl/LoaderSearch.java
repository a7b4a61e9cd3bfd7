package oncilla.cl.jocl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oncilla.cl.ClUnavailableException;

/**
 * Looks where Linux's dynamic linker looks for the OpenCL loader, without loading it. It only says
 * no where the linker certainly would; in doubt it says nothing and the linker may try. Source:
 * ld.so(8): LD_LIBRARY_PATH, then the cache, then the standard directories.
 */
final class LoaderSearch {
  /** What JOCL asks the linker for, in this order. */
  private static final List<String> NAMES = List.of("libOpenCL.so.1", "libOpenCL.so");

  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  private LoaderSearch() {}

  /**
   * Why there is no loader.
   *
   * @param unusable the file that is not a shared library, or empty if no file was found
   */
  record Problem(Optional<Path> unusable) {
    ClUnavailableException asException() {
      return unusable
          .map(
              file ->
                  ClUnavailableException.unusableLoader(file + " is not a shared library", null))
          .orElseGet(() -> ClUnavailableException.noLoader(null));
    }
  }

  /**
   * The reason why the linker will not find a loader, or empty if it may.
   *
   * @param root the root of the file system
   * @param environment the environment variables
   * @param architecture the system property {@code os.arch}
   */
  static Optional<Problem> problem(
      Path root, Map<String, String> environment, String architecture) {
    // A preloaded library may bring the loader along; without glibc's cache the rules are others.
    Optional<String> cache = cache(root);
    if (environment.containsKey("LD_PRELOAD") || cache.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> unusable = Optional.empty();
    for (String name : NAMES) {
      Optional<Path> found =
          candidates(name, root, cache.get(), environment, architecture).stream()
              .filter(Files::exists)
              .findFirst();
      if (found.isPresent()) {
        if (!knownToBeNoLibrary(found.get())) {
          return Optional.empty();
        }
        unusable = unusable.or(() -> found);
      }
    }
    return Optional.of(new Problem(unusable));
  }

  private static List<Path> candidates(
      String name, Path root, String cache, Map<String, String> environment, String architecture) {
    List<Path> candidates = new ArrayList<>();
    String variable = environment.getOrDefault("LD_LIBRARY_PATH", "");
    if (!variable.isEmpty()) {
      for (String directory : variable.split("[:;]", -1)) {
        candidates.add(Path.of(directory).resolve(name)); // an empty one is the working directory
      }
    }
    Matcher cached = Pattern.compile("/([^\0]*/" + Pattern.quote(name) + ")\0").matcher(cache);
    while (cached.find()) {
      candidates.add(root.resolve(cached.group(1)));
    }
    String debian = (architecture.equals("amd64") ? "x86_64" : architecture) + "-linux-gnu";
    for (String directory :
        List.of("lib/" + debian, "usr/lib/" + debian, "lib64", "usr/lib64", "lib", "usr/lib")) {
      candidates.add(root.resolve(directory).resolve(name));
    }
    return candidates;
  }

  /** The linker's cache as text: paths between NULs; the numbers between them do not matter. */
  private static Optional<String> cache(Path root) {
    try {
      return Optional.of(
          Files.readString(root.resolve("etc/ld.so.cache"), StandardCharsets.ISO_8859_1));
    } catch (IOException unreadable) {
      // Another C library, or a system without a cache: not an error, only nothing to go by.
      return Optional.empty();
    }
  }

  private static boolean knownToBeNoLibrary(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      return !Arrays.equals(bytes.readNBytes(ELF.length), ELF);
    } catch (IOException unreadable) {
      // The linker cannot read it either, and says why better than a guess here.
      return false;
    }
  }
}
