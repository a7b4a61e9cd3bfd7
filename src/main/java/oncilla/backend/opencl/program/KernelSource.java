package oncilla.backend.opencl.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** The text of a kernel file with its includes in place, each once. */
public final class KernelSource {
  private static final String FOLDER = "/kernels/";
  private static final String INCLUDE = "#include \"";

  private KernelSource() {}

  /**
   * The text of {@code file} from the folder {@code kernels} on the class path.
   *
   * @throws IllegalArgumentException if the file or one that it includes does not exist
   */
  public static String load(String file) {
    StringBuilder text = new StringBuilder();
    append(file, text, new HashSet<>());
    return text.toString();
  }

  private static void append(String file, StringBuilder text, Set<String> seen) {
    if (!seen.add(file)) {
      return;
    }
    for (String line : read(file).split("\n", -1)) {
      if (line.startsWith(INCLUDE)) {
        append(line.substring(INCLUDE.length(), line.lastIndexOf('"')), text, seen);
      } else {
        text.append(line).append('\n');
      }
    }
  }

  private static String read(String file) {
    try (InputStream stream = KernelSource.class.getResourceAsStream(FOLDER + file)) {
      if (stream == null) {
        throw new IllegalArgumentException("there is no kernel file " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new UncheckedIOException("kernel file " + file + " cannot be read", cause);
    }
  }
}
