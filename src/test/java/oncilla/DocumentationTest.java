package oncilla;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages for people lead somewhere: a file that was renamed takes its link with it. */
class DocumentationTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");

  @ParameterizedTest
  @CsvSource({
    "README.md, 3",
    "docs/notes.md, 20",
    "docs/own-photos.md, 1",
    "docs/design.md, 3",
    "CONTRIBUTING.md, 1"
  })
  void everyLinkLeadsToAFile(Path page, int atLeast) throws IOException {
    int links = 0;
    for (Matcher link = LINK.matcher(Files.readString(page)); link.find(); links++) {
      String target = link.group(1);
      Path file = page.toAbsolutePath().resolveSibling(target).normalize();
      assertTrue(target.startsWith("https://") || Files.exists(file), page + " leads to " + target);
    }
    assertTrue(links >= atLeast, links + " links in " + page);
  }
}
