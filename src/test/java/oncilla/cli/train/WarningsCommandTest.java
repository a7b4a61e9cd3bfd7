package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command warns of is short, whoever warns. */
class WarningsCommandTest {
  @TempDir Path directory;

  private static List<String> warnings(Outcome outcome) {
    return outcome.err().lines().filter(line -> line.startsWith("warning: ")).toList();
  }

  private Outcome evaluate(Path test, String... more) {
    List<String> arguments = new ArrayList<>(List.of("evaluate", "--backend", "cpu", "--json"));
    arguments.addAll(List.of("--model", directory.resolve("picture-model").toString()));
    arguments.addAll(List.of("--test", test.toString(), "--skip-unreadable"));
    arguments.addAll(List.of(more));
    return Outcome.done(arguments.toArray(String[]::new));
  }

  @Test
  void thePicturesThatAreLeftOutAreOneWarning() throws IOException {
    Samples.pictureModel(directory);
    Path photos = Samples.folder(directory.resolve("photos"), 3);
    Path first = photos.resolve("cat/bad0.png");
    for (int i = 0; i < 7; i++) {
      Files.writeString(photos.resolve("cat/bad" + i + ".png"), "no picture");
    }
    Path stray = Files.writeString(photos.resolve("notes.txt"), "stray");
    Samples.picture(photos.resolve("dog/more/7.png"), 20);
    Outcome outcome = evaluate(photos);
    assertEquals(7, outcome.json().get("examples").asInt());
    List<String> warnings = warnings(outcome);
    assertEquals(2, warnings.size(), outcome.err());
    assertTrue(warnings.get(0).startsWith("warning: " + stray + ": "), outcome.err());
    assertTrue(warnings.get(1).startsWith("warning: " + first + ": "), outcome.err());
    assertTrue(
        warnings.get(1).endsWith("; left out (and the same of 6 others: --verbose names them)"),
        outcome.err());
    String nested = photos + ": 1 of 14 images lie in sub-folders of a class and are read too";
    assertTrue(outcome.err().lines().anyMatch(line -> line.startsWith(nested)), outcome.err());
    assertEquals(8, warnings(evaluate(photos, "--verbose")).size());
  }

  @Test
  void theSameOfTrainingAndTestDataIsOneWarning() throws IOException {
    String rows =
        IntStream.range(0, 12)
            .mapToObj(i -> "%d,%d,%d".formatted(i, 20 * i, i % 2))
            .collect(Collectors.joining("\n"));
    Path train = Files.writeString(directory.resolve("train.csv"), rows);
    Path test = Files.writeString(directory.resolve("test.csv"), rows);
    String[] command = {
      "train", "--train", "" + train, "--test", "" + test, "--iterations", "1", "--backend", "cpu"
    };
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--out", "" + directory.resolve("one")));
    Outcome outcome = Outcome.done(arguments.toArray(String[]::new));
    assertEquals(
        List.of(
            "warning: "
                + train
                + ": numbers up to 220 are taken as they are (if they are pixels: --divide 255)"
                + " (and the same of 1 other: --verbose names it)",
            "warning: "
                + train
                + ": column 1 counts the rows (--ignore-columns 1 leaves it out)"
                + " (and the same of 1 other: --verbose names it)"),
        warnings(outcome));
    arguments.set(arguments.size() - 1, "" + directory.resolve("two"));
    arguments.add("--verbose");
    assertEquals(4, warnings(Outcome.done(arguments.toArray(String[]::new))).size());
  }
}
