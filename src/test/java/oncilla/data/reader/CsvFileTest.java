package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Split;
import oncilla.data.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("table.csv"), text);
  }

  private static Dataset read(Path path) {
    return Datasets.loadOne(path, DataOptions.defaults(), Split.TRAIN, line -> {});
  }

  private Dataset read(String text) throws IOException {
    return read(file(text));
  }

  @Test
  void readsNumbersAndLabels() throws IOException {
    Dataset data = read("0.1,-2e3,0\n+.5,3.,1\n1E-2,007,1.0\n");
    Table table = (Table) data.features();
    assertEquals(3, table.rows());
    assertEquals(2, table.columns());
    assertArrayEquals(new double[] {0.1, -2000, 0.5, 3, 0.01, 7}, table.values());
    assertArrayEquals(new byte[] {0, 1, 1}, data.labels());
    assertEquals(List.of("0", "1"), data.classNames());
    assertEquals(1, table.divisor());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,2,0\n3,4,1\n",
        "1,2,0\n3,4,1",
        "1,2,0\r\n3,4,1\r\n",
        "1,2,0\r3,4,1\r",
        "\ufeff1,2,0\n3,4,1\n",
        "x1,x2,y\n1,2,0\n3,4,1\n",
        "\ufeffx1,x2,y\n1,2,0\n3,4,1\n",
        "\"x, one\",\"x \"\"2\"\"\",y\n1,2,0\n3,4,1\n",
        "1,2,0\n3,4,1\n\n \r\n",
        " 1 ,\t2, 0\n3 , 4,1 \n",
        "\"1\",\"2\",\"0\"\n \"3\" ,4,\"1\"\n"
      })
  void readsTheSameTable(String text) throws IOException {
    Dataset data = read(text);
    assertArrayEquals(new double[] {1, 2, 3, 4}, ((Table) data.features()).values());
    assertArrayEquals(new byte[] {0, 1}, data.labels());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1,2,0;3,nan,1 | line 2, column 2: nan, expected a finite number",
        "NaN,2,0;3,4,1 | line 1, column 1: NaN, expected a finite number",
        "x,y;-inf,1 | line 2, column 1: -inf, expected a finite number",
        "x,y;Infinity,1 | line 2, column 1: Infinity, expected a finite number",
        "1e999,0 | line 1, column 1: 1e999, expected a finite number",
        "1,nan | line 1, column 2: nan, expected a finite number",
        "1,2,0;3,4 | line 2: 2 columns, expected 3 as in the first line",
        "x,y;1,2,3 | line 2: 3 columns, expected 2 as in the first line",
        "1,2,0;5,6,0;3,4,2 | line 3, column 3: labels 0 and 2, expected 0 and 1, -1 and 1, 1 and 2, or two words",
        "1,0.5 | line 1, column 2: label 0.5, expected 0 and 1, -1 and 1, 1 and 2, or two words",
        "1,2,0;3,x,1 | line 2, column 2: 'x', expected a number",
        "1,2,0;3,,1 | line 2, column 2: empty, expected a number",
        "1,2,0;3,0x1p3,1 | line 2, column 2: '0x1p3', expected a number",
        "1,2,0;3,1d,1 | line 2, column 2: '1d', expected a number",
        "1,2,0;;3,4,1 | line 2: empty, expected a row (only the end of the file may be empty)",
        "1;0 | line 1: 1 column, expected at least 2, separated by commas or semicolons",
        "1 2 0;3 4 1 | line 1: 1 column, expected at least 2, separated by commas or semicolons",
        "x,y | a header and no rows",
        "x,y;; | a header and no rows",
        "1,\"2 ; 3,4 | line 1, column 2: a quote that is not closed on its line",
        "1,\"2\"3 | line 1, column 2: text after the closing quote"
      })
  void saysLineAndColumn(String lines, String expected) throws IOException {
    Path path = file(lines.replace(';', '\n'));
    String message = assertThrows(DataException.class, () -> read(path)).getMessage();
    assertEquals(path + ": " + expected, message);
  }

  @Test
  void refusesNothing() throws IOException {
    for (String text : List.of("", "\n\n", "\ufeff")) {
      Path path = file(text);
      String message = assertThrows(DataException.class, () -> read(path)).getMessage();
      assertEquals(path + ": empty, expected rows of numbers", message);
    }
  }

  @Test
  void refusesOtherEncodings() throws IOException {
    Path path = folder.resolve("latin.csv");
    Files.write(path, "größe,y\n1,0\n".getBytes(StandardCharsets.ISO_8859_1));
    String message = assertThrows(DataException.class, () -> read(path)).getMessage();
    assertEquals(path + ": after line 0: not UTF-8 text", message);
  }

  @Test
  void growsWithTheFile() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      text.append(i).append(',').append(0.1 * i).append(',').append(i % 2).append('\n');
    }
    Dataset data = read(text.toString());
    Table table = (Table) data.features();
    assertEquals(5000, data.size());
    for (int i = 0; i < 5000; i++) {
      assertEquals(0.1 * i, table.values()[2 * i + 1]);
      assertEquals(i % 2, data.labels()[i]);
    }
  }
}
