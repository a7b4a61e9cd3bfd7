package oncilla.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void onlyANumberOfColumnsIsTaken() {
    assertEquals(OptionalInt.of(40), Terminal.columns("40"));
    assertEquals(OptionalInt.of(1), Terminal.columns("1"));
    for (String unknown : new String[] {null, "", "0", "-3", "wide", "40 80", "99999999999"}) {
      assertEquals(OptionalInt.empty(), Terminal.columns(unknown), unknown);
    }
  }
}
