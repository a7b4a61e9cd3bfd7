package oncilla.cli.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MemoryOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "268435456, 268435456",
    "268435456B, 268435456",
    "256M, 268435456",
    "256m, 268435456",
    "256MiB, 268435456",
    "2G, 2147483648",
    "2gib, 2147483648",
    "0.5G, 536870912",
    "1.5K, 1536",
    "100k, 102400",
    "3T, 3298534883328",
    "007M, 7340032",
  })
  void readsBytes(String text, long bytes) {
    assertEquals(bytes, MemoryOptions.parse(text));
  }

  /** A MB is a million bytes to some and 1024² to others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "0M",
        "0.0001",
        "-1",
        "-256M",
        "+1",
        "M",
        "lots",
        "256 M",
        "256MB",
        "256Mb",
        "256Mi",
        "1e9",
        "1,5G",
        "1.G",
        ".5G",
        "256MM",
        "9999999T",
        "99999999999999999999",
        "NaN",
        "0x100",
        "50%"
      })
  void refusesWhatIsNoAmount(String text) {
    CommandLine.TypeConversionException refused =
        assertThrows(CommandLine.TypeConversionException.class, () -> MemoryOptions.parse(text));
    assertTrue(
        refused.getMessage().startsWith("'" + text + "' is no amount of memory"),
        refused.getMessage());
  }
}
