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

  @Test
  void aTableThatIsTooWideIsWrittenRowByRow() {
    TextTable table =
        new TextTable()
            .left("op")
            .right("error")
            .left("verdict")
            .row("matmul", "1.2e-07", "ok")
            .row("relu", 0, "");
    assertEquals(table.text(), table.text(24));
    assertEquals(
        """
        op       matmul
        error    1.2e-07
        verdict  ok

        op       relu
        error    0
        verdict
        """,
        table.text(23));
  }

  @Test
  void aCellStaysOnItsLine() {
    assertEquals(
        "name  n\n----  -\na?b?  1\n",
        new TextTable().left("name").left("n").row("a\nb\u001b", 1).text());
  }

  @Test
  void columnsAreThoseOfATerminal() {
    assertEquals(
        "name  n\n----  -\ne\u0301     1\n猫    2\n😀    3\nкот   4\n",
        new TextTable()
            .left("name")
            .left("n")
            .row("e\u0301", 1)
            .row("猫", 2)
            .row("😀", 3)
            .row("кот", 4)
            .text());
  }
}
