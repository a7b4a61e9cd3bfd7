package oncilla.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oncilla.backend.BackendException;
import oncilla.check.CheckRow;
import oncilla.cli.Main;
import oncilla.report.Json;
import org.junit.jupiter.api.Test;

class CheckProcessTest {
  @Test
  void rowsComeThroughTheJsonAsTheyWere() {
    List<CheckRow> rows =
        List.of(
            new CheckRow("opencl/jocl fp32", "matmul", 96, 1.25e-7, 5e-7, 0.25, List.of()),
            new CheckRow(
                "opencl/jocl fp32",
                "dense",
                39,
                Double.NaN,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                List.of("1×1: \"y\" differs", "2×2: too")));
    String json = new Json().line(Map.of("check", new CheckTable(rows).toMap()));
    assertEquals(rows, CheckProcess.rows(json));
  }

  @Test
  void aProcessThatEndsEarlyIsARowThatDoesNotHold() {
    List<String> said = new ArrayList<>();
    // No device has this name, so the process ends with 1 and says so.
    List<CheckRow> rows =
        CheckProcess.ofThisJvm(Main.class)
            .orElseThrow()
            .run("opencl/jocl fp32", List.of("--device", "no such device"), said::add);
    assertEquals(1, rows.size());
    assertFalse(rows.get(0).holds());
    assertEquals("opencl/jocl fp32", rows.get(0).target());
    String failure = rows.get(0).failures().get(0);
    assertTrue(
        failure.startsWith("the process that checked it ended with exit 1: "), failure + said);
    assertTrue(said.stream().anyMatch(line -> line.startsWith("oncilla: ")), said.toString());
  }

  @Test
  void aJavaThatDoesNotStartIsNamed() {
    BackendException refused =
        assertThrows(
            BackendException.class,
            () ->
                new CheckProcess(Path.of("no", "such", "java"), Main.class)
                    .run("", List.of(), line -> {}));
    assertTrue(refused.getMessage().contains("java"), refused.getMessage());
  }
}
