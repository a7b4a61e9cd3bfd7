package oncilla.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.io.DataNames;
import oncilla.io.NamedClasses;
import org.junit.jupiter.api.Test;

class MatchingTest {
  private static final List<String> CATS = List.of("non-cat", "cat");
  private final List<String> said = new ArrayList<>();

  private static Dataset data(
      List<String> classes, NamedClasses known, List<String> negatives, List<String> columns) {
    Table table = new Table(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
    return new Dataset(
        "b",
        table,
        new byte[] {0, 1},
        classes,
        new DataNames(known, negatives, columns, "", List.of()));
  }

  private static Dataset named(String... classes) {
    return data(List.of(classes), NamedClasses.BOTH, List.of(), List.of());
  }

  private static Dataset folder(String positive, String... others) {
    return data(
        List.of(others.length == 1 ? others[0] : "non-" + positive, positive),
        NamedClasses.POSITIVE,
        List.of(others),
        List.of());
  }

  private static Dataset columns(String... columns) {
    return data(List.of("0", "1"), NamedClasses.NONE, List.of(), List.of(columns));
  }

  private static Expectation a(Dataset data) {
    Expectation b = Expectation.of(data);
    return new Expectation(
        "a", false, b.columns(), b.scale(), b.ofPixels(), b.geometry(), b.classNames(), b.names());
  }

  private Dataset match(Dataset data, Dataset other) {
    return Matching.match(data, a(other), Notices.to(said::add));
  }

  private String refusal(Dataset data, Dataset other) {
    return assertThrows(DataException.class, () -> match(data, other)).getMessage();
  }

  @Test
  void theSameNamesAreLeftAlone() {
    Dataset data = named("non-cat", "cat");
    assertEquals(data, match(data, named("non-cat", "cat")));
    assertEquals(List.of(), said);
  }

  @Test
  void turnedLabelsStayWithTheirFiles() {
    List<Path> files = List.of(Path.of("x.png"), Path.of("y.png"));
    Dataset named = named("cat", "non-cat");
    Dataset data =
        new Dataset(
            named.source(),
            named.features(),
            named.labels(),
            named.classNames(),
            named.names(),
            files);
    assertEquals(files, match(data, named("non-cat", "cat")).files());
    assertEquals(files, data.withNames(DataNames.none()).files());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Dataset(
                "b",
                named.features(),
                named.labels(),
                named.classNames(),
                named.names(),
                files.subList(0, 1)));
  }

  @Test
  void namesInTheOtherOrderTurnTheLabels() {
    Dataset turned = match(named("cat", "non-cat"), named("non-cat", "cat"));
    assertArrayEquals(new byte[] {1, 0}, turned.labels());
    assertEquals(CATS, turned.classNames());
    assertEquals(
        List.of(
            "b: its classes are cat, non-cat, in a they are non-cat, cat: labels are turned to"
                + " match"),
        said);
  }

  @Test
  void otherNamesAreRefusedWithBoth() {
    assertEquals(
        "b: its classes are dog, puma, expected non-cat, cat as in a (label 1 is the class that"
            + " positive names)",
        refusal(named("dog", "puma"), named("non-cat", "cat")));
    assertTrue(refusal(named("dog", "cat"), named("non-cat", "cat")).contains("dog, cat"));
  }

  @Test
  void withoutNamesLabelsAreTakenAsTheyAre() {
    Dataset none = data(List.of("0", "1"), NamedClasses.NONE, List.of(), List.of());
    assertEquals(none, match(none, named("cat", "dog")));
    assertArrayEquals(new byte[] {0, 1}, match(named("cat", "dog"), none).labels());
    assertEquals(List.of(), said);
  }

  @Test
  void ofFoldersOnlyThePositiveNameCounts() {
    assertArrayEquals(
        new byte[] {0, 1}, match(folder("cat", "dog"), folder("cat", "car", "tree")).labels());
    assertEquals(List.of("b: the negative class is dog, in a it is car, tree"), said);
    said.clear();
    assertArrayEquals(
        new byte[] {0, 1}, match(folder("cat", "dog"), folder("cat", "dog")).labels());
    assertEquals(List.of(), said);
    assertTrue(refusal(folder("ocelot", "dog"), folder("cat", "dog")).contains("'ocelot'"));
  }

  @Test
  void aFolderAndAFileWithBothNames() {
    assertArrayEquals(
        new byte[] {0, 1}, match(folder("cat", "dog"), named("non-cat", "cat")).labels());
    assertArrayEquals(
        new byte[] {1, 0}, match(folder("cat", "dog", "car"), named("cat", "non-cat")).labels());
    assertArrayEquals(
        new byte[] {1, 0}, match(named("cat", "dog"), folder("cat", "x", "y")).labels());
    // One other folder is a name as good as a word.
    assertArrayEquals(
        new byte[] {1, 0}, match(folder("cat", "dog"), folder("dog", "cat")).labels());
    assertTrue(
        refusal(folder("cat", "dog", "x"), folder("dog", "cat", "x")).contains("and others"));
  }

  @Test
  void columnsAreMovedByName() {
    Dataset moved = match(columns("tail", "ears", "weight"), columns("weight", "tail", "ears"));
    assertArrayEquals(new double[] {3, 1, 2, 6, 4, 5}, ((Table) moved.features()).values());
    assertEquals(List.of("weight", "tail", "ears"), moved.names().columns());
    assertEquals(
        List.of(
            "b: its columns are tail, ears, weight, in a they are weight, tail, ears: matched by"
                + " name"),
        said);
  }

  @Test
  void otherColumnsAreRefusedWithBothLists() {
    assertEquals(
        "b: its columns are a, b, c, expected a, b, d as in a; missing: d, not known: c"
            + " (ignoreColumns leaves columns out)",
        refusal(columns("a", "b", "c"), columns("a", "b", "d")));
  }

  @Test
  void columnsWithoutNamesAreTakenInTheirOrderAndThatIsSaid() {
    Dataset none = data(List.of("0", "1"), NamedClasses.NONE, List.of(), List.of());
    assertEquals(none, match(none, columns("a", "b", "c")));
    assertEquals(
        List.of("b: has no names for the columns of a; columns are taken in their order"), said);
  }

  @Test
  void sizeOfImagesAndScaleAreCompared() {
    byte[] labels = {0};
    Dataset wide =
        new Dataset("b", new Pixels(new byte[48], 1, new ImageGeometry(2, 8, 3)), labels, CATS);
    Dataset high =
        new Dataset("a", new Pixels(new byte[48], 1, new ImageGeometry(8, 2, 3)), labels, CATS);
    assertEquals("b: images of 2 x 8 x 3, expected 8 x 2 x 3 as in a", refusal(wide, high));
    assertThrows(DataException.class, () -> new TrainTest(high, Optional.of(wide)));
    Dataset divided = new Dataset("a", new Table(new double[48], 1, 48, 255), labels, CATS);
    Dataset plain = new Dataset("b", new Table(new double[48], 1, 48), labels, CATS);
    assertEquals(
        "b: its numbers are taken as they are, expected divided by 255 as in a (divide 255 does"
            + " that)",
        refusal(plain, divided));
    // A table that is divided as pixels are is what the images are.
    assertEquals(divided, match(divided, wide));
  }
}
