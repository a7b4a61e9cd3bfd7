package oncilla.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DecimalsTest {
  @Test
  void numbersReadAsAPersonWritesThem() {
    assertEquals("0", Decimals.shortest(0));
    assertEquals("0.7", Decimals.shortest(0.7));
    assertEquals("10", Decimals.shortest(10));
    assertEquals("1.0E-5", Decimals.shortest(1e-5));
    assertTrue(Decimals.shortest(-0.5).startsWith("-0.5"));
  }
}
