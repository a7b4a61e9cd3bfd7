package oncilla.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
 * Every type at the top of a file and every public method says what it is or does. The compiler
 * checks what stands in the comments; that there is one is checked here.
 */
class JavadocTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /** The start of a type; the sources are formatted, so it is at the start of a line. */
  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:(?:public|abstract|final|sealed|non-sealed) )*"
              + "(?:class|interface|@interface|enum|record) (\\w+)",
          Pattern.MULTILINE);

  /** A comment, perhaps with annotations after it, each on a line or up to a closing line. */
  private static final Pattern COMMENTED =
      Pattern.compile(
          "/\\*\\*(?:(?!\\*/).)*\\w(?:(?!\\*/).)*\\*/\\s*"
              + "(?:@[^\\n]+\\n(?:(?: [^\\n]*|\\}\\)|\\))\\n)*)*\\z",
          Pattern.DOTALL);

  /** The start of a public method or constructor, with its name. */
  private static final Pattern METHOD =
      Pattern.compile("^ +public (?!.*\\b(?:class|interface|enum|record) )[^=;(]*?(\\w+)\\(");

  /**
   * The names of the public methods and constructors in {@code source} that have no Javadoc. One
   * that overrides has its super-type's.
   */
  private static List<String> uncommentedMethods(String source) {
    List<String> names = new ArrayList<>();
    List<String> lines = source.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      Matcher method = METHOD.matcher(lines.get(at));
      if (!method.find()) {
        continue;
      }
      int above = at - 1;
      boolean overrides = false;
      while (above >= 0 && lines.get(above).strip().startsWith("@")) {
        overrides |= lines.get(above).contains("@Override");
        above--;
      }
      if (!overrides && (above < 0 || !lines.get(above).endsWith("*/"))) {
        names.add(method.group(1));
      }
    }
    return names;
  }

  /** The names of the types in {@code source} that have no Javadoc. */
  private static List<String> uncommented(String source) {
    List<String> names = new ArrayList<>();
    for (Matcher type = TYPE.matcher(source); type.find(); ) {
      String before = source.substring(0, type.start());
      if (!COMMENTED.matcher(before.substring(Math.max(0, before.lastIndexOf("/*")))).find()) {
        names.add(type.group(1));
      }
    }
    return names;
  }

  @Test
  void everyTypeAndPublicMethodSaysWhatItIs() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(SOURCES)) {
      files = found.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertTrue(files.size() > 300, files.size() + " files");
    List<String> silent = new ArrayList<>();
    int types = 0;
    for (Path file : files) {
      String source = Files.readString(file);
      types += (int) TYPE.matcher(source).results().count();
      uncommented(source).forEach(name -> silent.add(file + ": " + name));
      uncommentedMethods(source).forEach(name -> silent.add(file + ": " + name));
    }
    assertTrue(types > 300, types + " types");
    assertEquals(List.of(), silent);
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    try (Stream<Path> found = Files.walk(SOURCES)) {
      for (Path folder : found.filter(Files::isDirectory).toList()) {
        try (Stream<Path> inside = Files.list(folder)) {
          if (inside.noneMatch(file -> file.toString().endsWith(".java"))) {
            continue;
          }
        }
        Path comment = folder.resolve("package-info.java");
        assertTrue(Files.exists(comment), comment + " is missing");
        assertTrue(Files.readString(comment).startsWith("/**\n * "), comment + " has no comment");
      }
    }
  }

  @Test
  void aTypeWithoutACommentIsFound() {
    String[] commented = {
      "/** Adds. */\npublic final class Adder {\n}\n",
      "/**\n * Adds two numbers\n * and one.\n */\n@FunctionalInterface\ninterface Adder {}\n",
      "/** Adds. */\n@Command(\n    name = \"add\",\n    first = {\n      1\n    })\nclass Adder {}\n",
      "/** Adds. */\n@Deprecated\n@SuppressWarnings(\"unused\")\npublic sealed interface Adder {}\n",
    };
    for (String source : commented) {
      assertEquals(List.of(), uncommented("package p;\n\nimport java.util.List;\n\n" + source));
    }
    String[] silent = {
      "public record Adder(int a) {\n  /** Adds. */\n  int sum() {\n    return a;\n  }\n}\n",
      "// Adds.\npublic enum Adder {}\n",
      "/* Adds. */\nfinal class Adder {}\n",
      "/** */\nclass Adder {}\n",
      "/** Holds. */\nclass Holder {}\n\npublic class Adder {}\n",
    };
    for (String source : silent) {
      assertEquals(List.of("Adder"), uncommented("package p;\n\n" + source), source);
    }
    assertFalse(uncommented("@Deprecated\npublic class Adder {}\n").isEmpty());
  }

  @Test
  void aPublicMethodWithoutACommentIsFound() {
    String source =
        """
        /** Adds. */
        public final class Adder {
          public static final int ONE = next(0);

          /** Adds nothing. */
          public Adder() {}

          public Adder(
              int start) {}

          /** Adds. */
          @SafeVarargs
          public static <T> T sum(T... terms) {}

          @Override
          public String toString() {}

          @Deprecated
          public Map<String, int[]> sums() {}

          /** Holds. */
          public record Sum(int value) {
            public int twice() {}
          }
        }
        """;
    assertEquals(List.of("Adder", "sums", "twice"), uncommentedMethods(source));
  }
}
