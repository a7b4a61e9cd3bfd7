package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Split;
import oncilla.data.TableOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which label is 0 and which is 1. */
class LabelCodingTest {
  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  private Dataset read(String labels, String positive) throws IOException {
    StringBuilder text = new StringBuilder("a,l\n");
    for (String label : labels.split(" ")) {
      text.append("0.5,").append(label).append('\n');
    }
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    DataOptions options =
        positive == null
            ? DataOptions.defaults()
            : new DataOptions(positive, 64, false, true, TableOptions.defaults());
    return Datasets.loadOne(file, options, Split.TRAIN, said::add);
  }

  @ParameterizedTest
  @CsvSource({
    "1 2 1, , 010, 1, 2",
    "1 -1 1, , 101, -1, 1",
    "1.0 0 0.0, , 100, 0, 1",
    "+1 -1e0 1, , 101, -1, 1",
    "True False True, , 101, false, true",
    "FALSE TRUE TRUE, , 011, false, true",
    "no yes no, , 010, no, yes",
    "dog cat dog, , 010, dog, cat",
    "Dog Cat Dog, , 010, Dog, Cat",
    "cat non-cat cat, , 101, non-cat, cat",
    "not_spam spam spam, , 011, not_spam, spam",
    "malignant benign malignant, , 101, benign, malignant",
    "malignant benign malignant, benign, 010, malignant, benign",
    "1 2 1, 1, 101, 2, 1",
    "0 1 1, 0, 100, 1, 0",
    "0 1 1, spam, 011, non-spam, spam"
  })
  void labelsAreMapped(String labels, String positive, String expected, String zero, String one)
      throws IOException {
    Dataset data = read(labels, positive);
    StringBuilder found = new StringBuilder();
    for (byte label : data.labels()) {
      found.append(label);
    }
    assertEquals(expected, found.toString());
    assertEquals(List.of(zero, one), data.classNames());
    boolean plain = data.classNames().equals(List.of("0", "1")) || "spam".equals(positive);
    assertEquals(plain ? 0 : 1, said.size(), said::toString);
  }

  @Test
  void theMappingIsSaidWithWhatChangesIt() throws IOException {
    read("dog cat", null);
    assertEquals(
        List.of(
            folder.resolve("t.csv")
                + ": column 2: labels dog and cat are taken as 0 and 1 (positive names the one"
                + " that is 1)"),
        said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2 0 | line 3, column 2: labels 0 and 2, expected 0 and 1, -1 and 1, 1 and 2, or two",
        "3 4 3 | line 2, column 2: labels 3 and 4, expected 0 and 1",
        "1 cat 1 | line 3, column 2: labels 1, cat, expected numbers or words",
        "cat dog puma | line 4, column 2: label puma, a third one after cat and dog, expected two",
        "1 2 3 | line 4, column 2: label 3, a third one after 1 and 2, expected two"
      })
  void othersAreRefused(String labels, String expected) {
    String message = assertThrows(DataException.class, () -> read(labels, null)).getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void aPositiveWordThatIsNotThereIsRefused() {
    String message = assertThrows(DataException.class, () -> read("cat dog", "puma")).getMessage();
    assertTrue(message.endsWith("labels cat, dog, none is the positive class puma"), message);
  }
}
