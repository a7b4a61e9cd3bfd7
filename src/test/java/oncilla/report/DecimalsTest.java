package oncilla.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {
  @Test
  void numbersReadAsAPersonWritesThem() {
    assertEquals("0", Decimals.shortest(0));
    assertEquals("0.7", Decimals.shortest(0.7));
    assertEquals("10", Decimals.shortest(10));
    assertEquals("1.0E-5", Decimals.shortest(1e-5));
    assertTrue(Decimals.shortest(-0.5).startsWith("-0.5"));
  }

  @ParameterizedTest
  @CsvSource({
    "0.01234, 0.012",
    "0.0075, 0.0075",
    "10, 10",
    "1, 1",
    "99.6, 100",
    "0.00012, 0.00012",
    "0.000012, 1.2e-5",
    "1e-6, 1e-6",
    "123456, 120000",
    "1234567, 1.2e6",
    "1e30, 1e30",
  })
  void twoDigitsAsOneTypesThem(double value, String text) {
    assertEquals(text, Decimals.rounded(value, 2));
    assertEquals(Double.parseDouble(text), value, 0.05 * value);
  }
}
