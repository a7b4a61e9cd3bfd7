package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: its locale and its standard output. */
class ProcessTest {
  /** Names by their bytes, because this process may know no such letters: кот, пёс. */
  private static final String CAT = "%D0%BA%D0%BE%D1%82";

  private static final String DOG = "%D0%BF%D1%91%D1%81";

  @TempDir Path directory;

  private Path path(String escaped) {
    return Path.of(URI.create(directory.toUri() + escaped));
  }

  private void picture(String folder, String file, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, rgb + i);
    }
    Files.createDirectories(path(folder));
    try (var out = Files.newOutputStream(path(folder + "/" + file))) {
      ImageIO.write(image, "png", out);
    }
  }

  /** Runs a command under {@code LC_ALL=C}, with standard output to {@code out}. */
  private int run(File out, Path err, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                absolute(System.getProperty("java.class.path")),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("LC_ALL", "C");
    builder.redirectOutput(out).redirectError(err.toFile());
    return builder.start().waitFor();
  }

  private static String absolute(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void namesFromAFolderAreWholeWithoutAUtf8Locale() throws Exception {
    for (int i = 0; i < 3; i++) {
      picture("data/cat", i + "%0A" + CAT + ".png", 0xa01010);
      // In the C locale these two folders have the same text.
      picture("data/" + CAT, i + ".png", 0x1010a0);
      picture("data/" + DOG, i + ".png", 0x1010a0);
    }
    Path err = directory.resolve("err");
    Path out = directory.resolve("out");
    int trained =
        run(
            out.toFile(),
            err,
            "train",
            "--train",
            "data",
            "--image-size",
            "8",
            "--hidden",
            "none",
            "--iterations",
            "60",
            "--learning-rate",
            "0.05",
            "--backend",
            "cpu",
            "--quiet",
            "--out",
            "model");
    assertEquals(ExitCodes.DONE, trained, Files.readString(err));
    int predicted =
        run(
            out.toFile(),
            err,
            "predict",
            "--model",
            "model",
            "data/cat",
            "--backend",
            "cpu",
            "--json");
    assertEquals(ExitCodes.DONE, predicted, Files.readString(err));
    JsonNode rows =
        JsonMapper.builder().build().readTree(Files.readString(out, StandardCharsets.UTF_8));
    assertEquals(3, rows.size());
    for (int i = 0; i < 3; i++) {
      assertEquals("data/cat/" + i + "\nкот.png", rows.get(i).get("name").asText());
      assertEquals("cat", rows.get(i).get("label").asText());
    }
  }

  @Test
  void anOutputThatCannotBeWrittenIsAFailure() throws Exception {
    File full = new File("/dev/full");
    assumeTrue(full.exists(), "needs /dev/full, where nothing can be written");
    Path err = directory.resolve("err");
    for (String[] command :
        new String[][] {{"--help"}, {"train", "--help"}, {"devices", "--json"}, {"--version"}}) {
      assertEquals(ExitCodes.FAILED, run(full, err, command), String.join(" ", command));
      assertTrue(
          Files.readString(err)
              .endsWith("oncilla: standard output cannot be written: No space left on device\n"),
          Files.readString(err));
    }
  }
}
