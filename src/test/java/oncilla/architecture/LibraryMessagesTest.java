package oncilla.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Library code speaks of what is wrong, the command line of its options: no text in these packages
 * names one. {@link oncilla.base.Message} names a {@link oncilla.base.Setting} instead.
 */
class LibraryMessagesTest {
  private static final Path SOURCES = Path.of("src/main/java/oncilla");
  private static final List<String> LIBRARY =
      List.of(
          "base", "random", "cl", "backend", "nn", "optim", "data", "io", "train", "check", "bench",
          "report");

  /** A comment, or a text in quotes. What comes first is what it is. */
  private static final Pattern COMMENT_OR_TEXT =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)+'",
          Pattern.DOTALL);

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z]");

  /** The texts in {@code source} that name an option. */
  private static List<String> withOptions(String source) {
    List<String> found = new ArrayList<>();
    for (Matcher at = COMMENT_OR_TEXT.matcher(source); at.find(); ) {
      String text = at.group();
      if (text.startsWith("\"") && OPTION.matcher(text).find()) {
        found.add(text);
      }
    }
    return found;
  }

  @Test
  void noTextNamesAnOption() throws IOException {
    List<String> found = new ArrayList<>();
    int read = 0;
    for (String name : LIBRARY) {
      try (Stream<Path> files = Files.walk(SOURCES.resolve(name))) {
        for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
          withOptions(Files.readString(file)).forEach(text -> found.add(file + ": " + text));
          read++;
        }
      }
    }
    assertTrue(read > 150, read + " files");
    assertEquals(List.of(), found);
  }

  @Test
  void anOptionInATextIsFound() {
    String source =
        String.join(
            "\n",
            "/** Unless {@code \"--quiet\"} is given. */",
            "String a = \"try --init he\"; // not \"--seed\"",
            "char b = '\"'; String c = \"minus -- minus, a---b, -Dname\" + \"--device is \\\"x\\\"\";",
            "String d = \"\"\"",
            "    a \"quoted\" --option",
            "    \"\"\";");
    assertEquals(
        List.of("\"try --init he\"", "\"--device is \\\"x\\\"\""),
        withOptions(source).subList(0, 2));
    assertEquals(3, withOptions(source).size());
  }
}
