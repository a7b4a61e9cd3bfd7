package oncilla.cli.console;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names that Java lost before the program started. It reads the command line and the name of the
 * working directory in the locale's encoding; what has no letter there is a replacement character
 * ever after, and names no file. (Names that come from a folder are not touched by that: a {@link
 * Path} keeps their bytes.)
 */
public final class LostNames {
  private static final char REPLACEMENT = '\ufffd';

  private LostNames() {}

  /** What was lost, in one line with the remedy, if anything was. */
  public static Optional<String> problem(String[] args) {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    return problem(args, encoding, Path.of("").toAbsolutePath());
  }

  /**
   * As {@link #problem(String[])}.
   *
   * @param encoding of names, in this locale
   * @param workingDirectory as Java understood it
   */
  static Optional<String> problem(String[] args, String encoding, Path workingDirectory) {
    boolean utf8 =
        Charset.isSupported(encoding) && Charset.forName(encoding).equals(StandardCharsets.UTF_8);
    if (!utf8 && !Files.isDirectory(workingDirectory)) {
      return Optional.of(
          "the name of the working directory has letters that this locale ("
              + encoding
              + ") does not know; set LC_ALL=C.UTF-8");
    }
    for (int i = 0; i < args.length; i++) {
      if (args[i].indexOf(REPLACEMENT) < 0 || (utf8 && exists(args[i]))) {
        continue;
      }
      String which = "word %d of the command line (%s)".formatted(i + 1, printable(args[i]));
      return Optional.of(
          utf8
              ? which
                  + " is not UTF-8, and Java cannot pass it on; name the folder that the file is"
                  + " in, or rename the file"
              : which
                  + " has letters that this locale ("
                  + encoding
                  + ") does not know; set LC_ALL=C.UTF-8");
    }
    return Optional.empty();
  }

  private static boolean exists(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (InvalidPathException noName) {
      return false;
    }
  }

  /** Consoles of such a locale show a question mark anyway. */
  private static String printable(String text) {
    return text.replace(REPLACEMENT, '?').replaceAll("\\p{Cntrl}", "?");
  }
}
