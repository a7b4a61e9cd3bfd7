package oncilla.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void wordsBeginAndNumbersEndTogether() {
    assertEquals(
        """
        op        error  verdict
        ------  -------  -------
        matmul  1.2e-07  ok
        relu          0  failed
        """,
        new TextTable()
            .left("op")
            .right("error")
            .left("verdict")
            .row("matmul", "1.2e-07", "ok")
            .row("relu", 0, "failed")
            .text());
  }

  @Test
  void rowsHaveACellForEachColumn() {
    TextTable table = new TextTable().left("a").left("b");
    assertThrows(IllegalArgumentException.class, () -> table.row("1"));
    table.row("1", "2");
    assertThrows(IllegalStateException.class, () -> table.left("c"));
  }
}
