package oncilla.report.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import oncilla.report.CsvTable;
import org.junit.jupiter.api.Test;

class ExperimentFilesTest {
  @Test
  void fieldsAreQuotedWhereTheyMustBe() {
    assertEquals(
        "a,\"b, c\",\"say \"\"d\"\"\"\n1,0.1,\n7,,x\n",
        new CsvTable(List.of("a", "b, c", "say \"d\""))
            .row(1L, 0.1, null)
            .row(7, Double.NaN, "x")
            .text());
    assertThrows(IllegalArgumentException.class, () -> new CsvTable(List.of("a")).row(1, 2));
  }

  @Test
  void aPageIsMarkdown() {
    assertEquals(
        """
        # Title

        Text.

        | a | b |
        | --- | ---: |
        | x \\| y | 1 |

        ## Section

        ![what](costs.png)

        ```
        java -jar
        ```
        """,
        new MarkdownPage("Title")
            .paragraph("Text.")
            .table(List.of("a", "b"), List.of(List.of("x | y", "1")))
            .section("Section")
            .figure(Path.of("somewhere", "costs.png"), "what")
            .code("java -jar")
            .text());
  }
}
