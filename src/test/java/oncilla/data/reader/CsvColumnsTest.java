package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import oncilla.data.TrainTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which column of a table is what, and what its first line is. */
class CsvColumnsTest {
  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  private static DataOptions options(Header header, String label, String... ignored) {
    return DataOptions.defaults()
        .withTables(
            new TableOptions(
                header,
                Optional.ofNullable(label),
                List.of(ignored),
                Optional.empty(),
                OptionalDouble.empty()));
  }

  private Path file(String name, String lines) throws IOException {
    return Files.writeString(folder.resolve(name), lines.replace(';', '\n'));
  }

  private Dataset read(String lines, DataOptions options) throws IOException {
    return Datasets.loadOne(file("t.csv", lines), options, Split.TRAIN, said::add);
  }

  private void assertTable(Dataset data, double... values) {
    assertArrayEquals(values, ((Table) data.features()).values());
    assertArrayEquals(new byte[] {0, 1}, data.labels());
  }

  private String refusal(String lines, DataOptions options) {
    return assertThrows(DataException.class, () -> read(lines, options))
        .getMessage()
        .replace(folder.resolve("t.csv") + ": ", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "label,a,b;0,1,2;1,3,4 | column 1, label",
        "a,Target,b;1,0,2;3,1,4 | column 2, Target",
        "a,y,b;1,0,2;3,1,4 | column 2, y",
        "class,a,b;0,1,2;1,3,4 | column 1, class"
      })
  void aLabelThatIsNotLastIsFoundByNameAndSaid(String lines, String column) throws IOException {
    assertTable(read(lines, DataOptions.defaults()), 1, 2, 3, 4);
    assertEquals(
        List.of(
            folder.resolve("t.csv") + ": labels are " + column + " (labelColumn names another)"),
        said);
  }

  @Test
  void theLastColumnStaysTheLabelBesideACoordinateY() throws IOException {
    assertTable(read("x,y,cat;1,2,0;3,4,1", DataOptions.defaults()), 1, 2, 3, 4);
    assertTable(read("x,y,label;1,0,0;3,1,1", DataOptions.defaults()), 1, 0, 3, 1);
    assertEquals(List.of(), said);
  }

  @Test
  void twoThatMayBeTheLabelAreRefused() {
    assertEquals(
        "column 1, label and column 2, class may both be the labels (labelColumn NAME says which)",
        refusal("label,class,b;0,1,2;1,0,4", DataOptions.defaults()));
    assertEquals(
        "column 1, y and column 3, b may both be the labels (labelColumn NAME says which)",
        refusal("y,a,b;0,1,0;1,0,1", DataOptions.defaults()));
  }

  @Test
  void theLabelIsWhereItWasSaidToBe() throws IOException {
    assertTable(read("a,l,b;1,0,2;3,1,4", options(Header.AUTO, "l")), 1, 2, 3, 4);
    assertTable(read("a,l,b;1,0,2;3,1,4", options(Header.AUTO, "2")), 1, 2, 3, 4);
    assertTable(read("0,1,2;1,3,4", options(Header.NO, "1")), 1, 2, 3, 4);
    assertEquals(
        "labelColumn z: no such column, found a, l, b",
        refusal("a,l,b;1,0,2", options(Header.AUTO, "z")));
    assertEquals(
        "labelColumn 4: no such column, found 3 without names, which have numbers from 1",
        refusal("1,0,2;1,0,2", options(Header.AUTO, "4")));
  }

  @Test
  void columnsAreLeftOutByNameOrNumber() throws IOException {
    assertTable(
        read("id,a,note,b,l;x,1,hm,2,0;y,3,,4,1", options(Header.AUTO, null, "id", "3")),
        1,
        2,
        3,
        4);
    assertEquals(
        "ignoreColumns idd: no such column, found id, a, l",
        refusal("id,a,l;1,1,1", options(Header.AUTO, null, "idd")));
    assertEquals(
        "column 3, l is both labelColumn and among ignoreColumns",
        refusal("id,a,l;1,1,1", options(Header.AUTO, "l", "l")));
    assertEquals(
        "no column is left beside the label", refusal("a,l;1,1", options(Header.AUTO, null, "a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ",a,b,l;0,1,2,0;1,3,4,1",
        "Unnamed: 0,a,b,l;7,1,2,0;3,3,4,1",
        ",a,b,l;cat1.png,1,2,0;cat2.png,3,4,1"
      })
  void anIndexWithoutANameIsLeftOut(String lines) throws IOException {
    assertTable(read(lines, DataOptions.defaults()), 1, 2, 3, 4);
    assertEquals(
        List.of(
            folder.resolve("t.csv")
                + ": column 1 has no name and numbers the rows: it is left out"),
        said);
  }

  @Test
  void otherColumnsWithoutNamesAndDoubleNamesAreRefused() {
    assertEquals(
        "line 1: column 1 has no name and does not number the rows (ignoreColumns 1 leaves it out)",
        refusal(",a,l;0.5,1,0;0.5,3,1", DataOptions.defaults()));
    assertEquals(
        "line 1: column 2 has no name (ignoreColumns 2 leaves it out)",
        refusal("a,,l;1,2,0;3,4,1", DataOptions.defaults()));
    assertEquals(
        "line 1: columns 1 and 3 are both called a, expected different names (header no takes the"
            + " line for an example)",
        refusal("a,b,a,l;1,2,3,0", DataOptions.defaults()));
  }

  @Test
  void aFirstLineThatCouldBeEitherIsRefused() throws IOException {
    assertEquals(
        "line 1: numbers (2019) beside other text (a, l), expected names or an example (header yes"
            + " or no says which it is)",
        refusal("a,2019,l;1,2,0;3,4,1", DataOptions.defaults()));
    assertEquals(
        "line 1: counts from 0 to 2, the numbers of the columns or an example (header yes or no"
            + " says which it is)",
        refusal("0,1,2;1,2,0;3,4,1", DataOptions.defaults()));
    assertTrue(
        refusal("2018,2019,2020;1,2,0;3,4,1;5,6,0", DataOptions.defaults())
            .endsWith("(if line 1 is names: header yes)"));
    assertTable(read("a,2019,l;1,2,0;3,4,1", options(Header.YES, null)), 1, 2, 3, 4);
    assertTable(read("0,1,2;1,2,0;3,4,1", options(Header.YES, null)), 1, 2, 3, 4);
    assertTable(read(",0,1,2;0,1,2,0;1,3,4,1", options(Header.YES, null)), 1, 2, 3, 4);
    assertTable(read("1,2,cat0;3,4,cat1", options(Header.NO, null)), 1, 2, 3, 4);
  }

  @Test
  void aColumnThatCountsTheRowsIsAWarning() throws IOException {
    StringBuilder lines = new StringBuilder("id,a,l\n");
    for (int i = 0; i < 12; i++) {
      lines.append(i).append(",0.5,").append(i % 2).append('\n');
    }
    read(lines.toString(), DataOptions.defaults());
    assertEquals(
        List.of(
            folder.resolve("t.csv") + ": column 1 counts the rows (ignoreColumns 1 leaves it out)"),
        said);
  }

  private TrainTest both(String train, String test) throws IOException {
    return Datasets.load(
        file("train.csv", train),
        Optional.of(file("test.csv", test)),
        DataOptions.defaults(),
        said::add);
  }

  @Test
  void theLabelOfTheTestSetIsWhatIsLeftBesideTheColumns() throws IOException {
    TrainTest data = both("a,b,cat;1,2,0;3,4,1", "b,cat,a;2,0,1;4,1,3");
    assertTable(data.test().orElseThrow(), 1, 2, 3, 4);
    // Under another name, too.
    assertTable(
        both("a,b,cat;1,2,0;3,4,1", "is_cat,b,a;0,2,1;1,4,3").test().orElseThrow(), 1, 2, 3, 4);
  }

  @Test
  void aTestSetWithoutNamesIsTakenInOrder() throws IOException {
    assertTable(both("a,b,l;1,2,0;3,4,1", "1,2,0;3,4,1").test().orElseThrow(), 1, 2, 3, 4);
    assertEquals(1, said.size());
    assertTrue(said.get(0).endsWith("columns are taken in their order"), said.get(0));
  }

  @Test
  void aTestSetWithOtherColumnsIsRefused() {
    String extra =
        assertThrows(DataException.class, () -> both("a,b,l;1,2,0;3,4,1", "a,b,c,l;1,2,3,0"))
            .getMessage();
    assertTrue(extra.contains("not known: c"), extra);
    String missing =
        assertThrows(DataException.class, () -> both("a,b,l;1,2,0;3,4,1", "a,l;1,0")).getMessage();
    assertTrue(missing.contains("missing: b"), missing);
  }

  @Test
  void oneClassIsEnoughToTestOnButNotToTrainOn() throws IOException {
    assertEquals(
        folder.resolve("train.csv")
            + ": all its examples (2) are of the class 1; training needs both",
        assertThrows(DataException.class, () -> both("a,l;1,1;2,1", "a,l;1,1")).getMessage());
    assertArrayEquals(new byte[] {1}, both("a,l;1,0;2,1", "a,l;1,1").test().orElseThrow().labels());
    // 1 is the lower of 1 and 2, and the higher of -1 and 1.
    assertArrayEquals(new byte[] {0}, both("a,l;1,1;2,2", "a,l;1,1").test().orElseThrow().labels());
    assertArrayEquals(
        new byte[] {1}, both("a,l;1,-1;2,1", "a,l;1,1").test().orElseThrow().labels());
    assertArrayEquals(
        new byte[] {0}, both("a,l;1,cat;2,dog", "a,l;1,dog").test().orElseThrow().labels());
  }
}
