package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Header;
import oncilla.data.Pixels;
import oncilla.data.Split;
import oncilla.data.TableOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Intact files of h5py that hold more, or other things, than the library reads. */
class Hdf5OddFilesTest {
  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = Hdf5OddFilesTest.class.getResourceAsStream(name + ".b64")) {
      Files.write(file, Base64.getMimeDecoder().decode(in.readAllBytes()));
    }
    return file;
  }

  private Dataset read(String name) throws IOException {
    return Datasets.loadOne(file(name), DataOptions.defaults(), Split.TRAIN, said::add);
  }

  private String refusal(String name) {
    return assertThrows(DataException.class, () -> read(name))
        .getMessage()
        .replace(folder.resolve(name) + ": ", "");
  }

  private static void assertPictures(Dataset data) {
    Pixels pixels = (Pixels) data.features();
    assertEquals(24, pixels.values().length);
    for (int i = 0; i < 24; i++) {
      assertEquals((byte) (i % 7 * 30), pixels.values()[i]);
    }
    assertArrayEquals(new byte[] {0, 1, 0, 1}, data.labels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"beside-odd-old.h5", "beside-odd-new.h5"})
  void whatNobodyAskedForDoesNotMatter(String name) throws IOException {
    assertPictures(read(name));
    assertEquals(List.of(), said);
  }

  @Test
  void aFilterThatIsNotThereIsNamedWithTheRemedy() {
    assertEquals(
        "train_set_x: packed with the filter scaleoffset, which this program cannot unpack"
            + " (h5repack -f NONE FILE NEWFILE writes it plain)",
        refusal("scaleoffset.h5"));
  }

  @Test
  void aVirtualDataSetIsNamedWithTheRemedy() {
    assertEquals(
        "train_set_x: a virtual data set, a view of others, which this program cannot read"
            + " (h5repack -l CONTI FILE NEWFILE writes it plain)",
        refusal("virtual.h5"));
  }

  @Test
  void aTableOfPandasIsToldByItsGroup() {
    assertEquals(
        "has neither train_set_x nor test_set_x, found df; df is a table of pandas, whose"
            + " to_csv(index=False) writes one that can be read (inputArray NAME labelArray NAME"
            + " say which)",
        refusal("pandas.h5"));
  }

  @Test
  void labelsMayBeWordsOfAnyKind() throws IOException {
    Dataset fixed = read("words.h5");
    assertPictures(fixed);
    assertEquals(List.of("dog", "cat"), fixed.classNames());
    Dataset variable = read("many-names.h5");
    assertPictures(variable);
    assertEquals(List.of("n", "y"), variable.classNames());
  }

  @Test
  void arraysInGroupsHaveAPath() throws IOException {
    DataOptions options =
        DataOptions.defaults()
            .withTables(
                new TableOptions(
                    Header.AUTO,
                    Optional.empty(),
                    List.of(),
                    Optional.of(new TableOptions.ArrayNames("more/x", "more/y")),
                    OptionalDouble.empty()));
    Path file = file("words.h5");
    // Numbers of 0 to 1 are the same pixels, and the labels are booleans.
    assertPictures(Datasets.loadOne(file, options, Split.TRAIN, said::add));
    assertEquals(2, said.size(), said::toString);
  }
}
