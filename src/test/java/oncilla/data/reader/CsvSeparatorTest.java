package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Header;
import oncilla.data.Split;
import oncilla.data.Table;
import oncilla.data.TableOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as programs write them where the comma is the decimal mark. */
class CsvSeparatorTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("table.csv"), text);
  }

  private static Dataset read(Path path) {
    return Datasets.loadOne(path, DataOptions.defaults(), Split.TRAIN, line -> {});
  }

  private void assertRead(String text, double... values) throws IOException {
    Dataset data = read(file(text));
    assertArrayEquals(values, ((Table) data.features()).values(), text);
    assertArrayEquals(new byte[] {0, 1}, data.labels(), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a;b;y\n1,5;-2,25;0\n3;4e1;1\n",
        "1,5;-2,25;0\n3,0;40;1\n",
        "1,5;-2,25;0,0\r\n3,0;4,0E+1;1,0\r\n",
        "1.5;-2.25;0\n3;40.;1\n",
        "\ufeffa;b;y\n1,5;-2,25;0\n3;40;1\n",
        "sep=;\r\na;b;y\r\n1,5;-2,25;0\r\n3;40;1\r\n",
        "\ufeff\"sep=;\"\n1,5;-2,25;0\n3,;40,0;1\n\n",
        "sep=,\na,b,y\n1.5,-2.25,0\n3,40,1\n",
        "\"a\";\"b, in cm\";\"y\"\n\"1,5\";\"-2,25\";0\n 3 ;\t40;1\n",
        "a;b;y\n1,5;-2,25;no\n3;40;yes\n",
        "\"a;b\",c,y\n1.5,-2.25,0\n3,40,1\n",
      })
  void readsTheSame(String text) throws IOException {
    assertRead(text, 1.5, -2.25, 3, 40);
  }

  @Test
  void aDecimalCommaMayStandFirst() throws IOException {
    assertRead("a;y\n,5;0\n-,25;1\n", 0.5, -0.25);
  }

  @Test
  void twoNumbersBetweenCommasAreTwoColumns() throws IOException {
    assertRead("1,5,0\n3,4,1\n", 1, 5, 3, 4);
  }

  @Test
  void textWithCommasMayStandInColumnsThatAreLeftOut() throws IOException {
    DataOptions options = DataOptions.defaults();
    Dataset data =
        Datasets.loadOne(
            file("place;a;y\nBerlin, Mitte;1,5;0\n1.234,5;2,5;1\n"),
            options.withTables(
                new TableOptions(
                    Header.AUTO,
                    Optional.empty(),
                    List.of("place"),
                    Optional.empty(),
                    OptionalDouble.empty())),
            Split.TRAIN,
            line -> {});
    assertArrayEquals(new double[] {1.5, 2.5}, ((Table) data.features()).values());
    assertEquals(List.of("a"), data.names().columns());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a,b;c~1,2;3 | line 1: has commas and semicolons, expected one of them between all fields (a field with the other one in it stands in quotes)",
        "1,2,3;0~1,2,3;1 | line 1: has commas and semicolons, expected one of them between all fields (a field with the other one in it stands in quotes)",
        "a;b;y~1,5;2;0~1,2,1 | line 3: 1 column, expected 3 as in the first line, separated by semicolons as there",
        "a,b,y~1,2,0~1;2;1 | line 3: 1 column, expected 3 as in the first line, separated by commas as there",
        "a,b,y~1,5;2,0 | line 2, column 2: '5;2', expected a number (fields are separated by commas as in the first line)",
        "a,y~1,5;1~2,5;0 | line 2, column 2: '5;1', expected a label (fields are separated by commas as in the first line)",
        "a;b;y~1,5;2;0~1;2.5;1 | line 3, column 2: 2.5: a decimal point, expected a comma as in line 2, column 1 (write all numbers with the same one, and none for thousands)",
        "1.5;0~2,5;1 | line 2, column 1: 2,5: a decimal comma, expected a point as in line 1, column 1 (write all numbers with the same one, and none for thousands)",
        "a;y~1.234,5;0 | line 2, column 1: '1.234,5', expected a number (with one decimal comma and no mark for thousands)",
        "a;y~1,5,0;0 | line 2, column 1: '1,5,0', expected a number (with one decimal comma and no mark for thousands)",
        "a\ty~1\t0 | line 1: 1 column, expected at least 2, separated by commas or semicolons, not by tabs",
        "sep=; | empty, expected rows of numbers",
        "sep=,~a;y~1;0 | line 2: 1 column, expected at least 2, separated by commas or semicolons",
      })
  void refusesAMix(String lines, String expected) throws IOException {
    Path path = file(lines.replace('~', '\n'));
    String message = assertThrows(DataException.class, () -> read(path)).getMessage();
    assertEquals(path + ": " + expected, message);
  }
}
