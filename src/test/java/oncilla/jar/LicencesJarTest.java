package oncilla.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The jar holds Oncilla's own licence at its root, and below {@code META-INF/third-party} the
 * licence of each library in it, named in the index there. The index names versions, so that
 * whoever takes another version looks at its licence again.
 */
@Tag("jar")
class LicencesJarTest {
  private static final String FOLDER = "META-INF/third-party/";
  private static final Pattern PACKED =
      Pattern.compile(
          "^ +([\\w.-]+:[\\w.-]+):jar:(?:[\\w.-]+:)?([\\w.-]+):(?:compile|runtime)\\b",
          Pattern.MULTILINE);
  private static final Pattern INDEXED = Pattern.compile("`([\\w.-]+:[\\w.-]+:[\\w.-]+)`");
  private static final Pattern LINK = Pattern.compile("\\[[^]]+]\\(([^)]+)\\)");

  private JarFile jar;
  private String index;

  @BeforeEach
  void open() throws IOException {
    Path built = Path.of(System.getProperty("oncilla.build"), "oncilla.jar");
    assertTrue(Files.exists(built), built + " is missing; mvn package makes it");
    jar = new JarFile(built.toFile());
    index = text(FOLDER + "README.md");
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  private String text(String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertTrue(entry != null, name + " is not in the jar");
    return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The rows of the index's tables, without their heads. */
  private List<String> rows() {
    return index
        .lines()
        .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
        .filter(line -> !line.startsWith("| library |"))
        .toList();
  }

  private static Stream<String> links(String text) {
    return LINK.matcher(text).results().map(link -> link.group(1));
  }

  @Test
  void theLicenceAtTheRootIsOncillas() throws IOException {
    String licence = text("LICENSE");
    assertEquals(Files.readString(Path.of("LICENSE")), licence);
    assertTrue(licence.stripLeading().startsWith("Apache License"), licence);
    assertTrue(licence.contains("Version 2.0, January 2004"), licence);
  }

  @Test
  void theIndexNamesWhatIsPackedAndNothingElse() throws IOException {
    Set<String> packed = new TreeSet<>();
    Path list = Path.of(System.getProperty("oncilla.build"), "packed-artifacts.txt");
    Matcher artifact = PACKED.matcher(Files.readString(list));
    while (artifact.find()) {
      packed.add(artifact.group(1) + ":" + artifact.group(2));
    }
    assertTrue(packed.stream().anyMatch(one -> one.startsWith("org.slf4j:slf4j-api:")), "no list");
    List<String> named =
        rows().stream()
            .flatMap(row -> INDEXED.matcher(row).results().map(match -> match.group(1)))
            .toList();
    assertEquals(packed, new TreeSet<>(named));
    assertEquals(named.size(), packed.size(), "an artifact is named twice");
  }

  @Test
  void everyRowLeadsToItsTexts() throws IOException {
    assertFalse(rows().isEmpty());
    for (String row : rows()) {
      List<String> links = links(row).toList();
      assertFalse(links.isEmpty(), row);
      for (String link : links) {
        String name = Path.of(FOLDER).resolve(link).normalize().toString().replace('\\', '/');
        assertFalse(text(name).isBlank(), name);
      }
    }
  }

  @Test
  void everyTextIsNamedInTheIndex() {
    Set<String> texts =
        jar.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.startsWith(FOLDER) && !name.endsWith("/"))
            .map(name -> name.substring(FOLDER.length()))
            .filter(name -> !name.equals("README.md"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> named =
        rows().stream()
            .flatMap(LicencesJarTest::links)
            .filter(link -> !link.startsWith("../"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(texts, named);
  }

  /** The licences that are each holder's own say whose they are. */
  @Test
  void permissiveTextsCarryACopyrightLine() {
    List<String> own =
        rows().stream()
            .filter(row -> row.contains("MIT") || row.contains("BSD"))
            .flatMap(LicencesJarTest::links)
            .filter(link -> link.endsWith(".txt") && !link.startsWith("Apache"))
            .toList();
    assertTrue(own.contains("jHDF.txt"), own.toString());
    for (String name : own) {
      assertTrue(
          lines(FOLDER + name)
              .anyMatch(line -> line.contains("Copyright (c) ") || line.contains("Copyright (C) ")),
          name);
    }
  }

  private Stream<String> lines(String name) {
    try {
      return text(name).lines();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Libraries that Apache 2.0 obliges to carry their notices on. */
  @Test
  void theNoticesAreTogether() throws IOException {
    String notice = text("META-INF/NOTICE");
    for (String library :
        List.of("Apache Commons Lang", "Compress LZF", "Jackson JSON processor")) {
      assertTrue(notice.contains(library), library + " in " + notice);
    }
  }

  /**
   * What an application's own configuration of logging would meet at the root of the class path.
   */
  @Test
  void nothingElseLiesAtTheRoot() {
    List<String> files =
        jar.stream().map(ZipEntry::getName).filter(name -> !name.contains("/")).toList();
    assertEquals(List.of("LICENSE"), files);
  }
}
