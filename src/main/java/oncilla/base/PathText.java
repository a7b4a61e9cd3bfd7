package oncilla.base;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The name of a file as text. {@link Path#toString()} reads its bytes in the locale's encoding, and
 * under {@code LC_ALL=C} two names of another script may even become the same text; names are UTF-8
 * nearly everywhere, so here they are read as that, whatever the locale is. The text is to be
 * shown, compared and stored; a file is opened by its {@link Path} alone.
 */
public final class PathText {
  private static final boolean UTF8_LOCALE =
      System.getProperty("sun.jnu.encoding", "UTF-8").equals(StandardCharsets.UTF_8.name());

  private PathText() {}

  /**
   * The name, its parts joined as the system joins them. Bytes that are not UTF-8 are what Java
   * makes of them.
   */
  public static String of(Path path) {
    String text = path.toString();
    return UTF8_LOCALE || isAscii(text) ? text : fromBytes(path).orElse(text);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** The name from its bytes, which a {@code file:} URI has; empty if they are not UTF-8. */
  static Optional<String> fromBytes(Path path) {
    String separator = path.getFileSystem().getSeparator();
    String root = path.getRoot() == null ? "" : path.getRoot().toString();
    StringJoiner names = new StringJoiner(separator, root, "");
    for (Path name : path) {
      Optional<String> text = name(name);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      names.add(text.get());
    }
    return Optional.of(names.toString());
  }

  private static Optional<String> name(Path name) {
    if (name.toString().isEmpty()) {
      return Optional.of("");
    }
    // Absolute, and with a slash at the end where it names a folder of the working directory.
    String uri = name.toUri().getRawPath();
    int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
    String escaped = uri.substring(uri.lastIndexOf('/', end - 1) + 1, end);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.write(Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(escaped.charAt(i));
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException anotherEncoding) {
      return Optional.empty();
    }
  }
}
