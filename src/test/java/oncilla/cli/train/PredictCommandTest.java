package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
  @TempDir Path directory;
  private Path model;

  @BeforeEach
  void train() throws IOException {
    model = Samples.pictureModel(directory);
  }

  private Outcome predict(Object... arguments) {
    List<String> all = new ArrayList<>(List.of("predict", "--backend", "cpu", "--json"));
    all.addAll(List.of("--model", model.toString()));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    return Outcome.of(all.toArray(String[]::new));
  }

  private static List<String> names(Outcome outcome) {
    return outcome.json().findValuesAsText("name");
  }

  @Test
  void findsThePicturesOfClassFolders() throws IOException {
    Path photos = Samples.folder(directory.resolve("photos"), 2);
    Samples.picture(photos.resolve("cat/kaggle/7.png"), 20);
    Files.createFile(photos.resolve("cat/Thumbs.db"));
    Files.createFile(photos.resolve("desktop.ini"));
    Outcome outcome = predict(photos);
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.toString());
    List<String> expected =
        List.of("cat/0.png", "cat/1.png", "cat/kaggle/7.png", "dog/0.png", "dog/1.png").stream()
            .map(name -> photos.resolve(name).toString())
            .toList();
    assertEquals(expected, names(outcome));
    Files.createSymbolicLink(photos.resolve("dog/up"), photos);
    Outcome linked = predict(photos);
    assertEquals(expected, names(linked));
    assertTrue(linked.err().contains(photos + ": 1 links"), linked.err());
  }

  @Test
  void namesWhatLeavesUnreadableFilesOut() throws IOException {
    Path photos = Samples.folder(directory.resolve("photos"), 2);
    Path notes = Files.writeString(photos.resolve("dog/notes.txt"), "no picture");
    predict(photos).assertFailure(notes + ": ", "; --skip-unreadable leaves such files out");
    Outcome some = predict(photos, "--skip-unreadable");
    assertEquals(ExitCodes.SOME_UNREADABLE, some.code(), some.toString());
    assertEquals(4, names(some).size());
    assertTrue(some.err().contains("warning: " + notes), some.err());
    Outcome none = predict(notes, "--skip-unreadable");
    assertEquals(ExitCodes.FAILED, none.code(), none.toString());
  }
}
