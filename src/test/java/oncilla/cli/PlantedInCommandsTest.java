package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import oncilla.Requirements;
import oncilla.cl.ClDrivers;
import oncilla.cl.ClUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A kernel that is wrong on the OpenCL device only, in every command that computes: no wrong number
 * leaves any of them. The kernel lies before the real ones on the class path of a process of its
 * own, with verdicts of its own; what PoCL keeps, it keeps by source.
 */
class PlantedInCommandsTest {
  private static final List<String> SMALL =
      List.of("--hidden", "6", "--iterations", "3", "--quiet");

  @TempDir Path folder;

  @BeforeEach
  void requireOpenCl() {
    try {
      ClDrivers.named("jocl").devices();
    } catch (ClUnavailableException none) {
      Requirements.missing("opencl", none.getMessage());
    }
  }

  private void plant(String file, String from, String to) throws IOException {
    Path planted = folder.resolve("planted/kernels").resolve(file);
    String source;
    if (Files.exists(planted)) {
      source = Files.readString(planted);
    } else {
      try (InputStream real = PlantedInCommandsTest.class.getResourceAsStream("/kernels/" + file)) {
        source = new String(real.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    assertTrue(source.contains(from), file);
    Files.createDirectories(planted.getParent());
    Files.writeString(planted, source.replace(from, to));
  }

  /** Runs commands one after the other in one process. */
  private List<Outcome> run(List<List<String>> commands) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(folder, "run");
    Path file = work.resolve("commands");
    Files.write(file, commands.stream().map(words -> String.join("\t", words)).toList());
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                folder.resolve("planted")
                    + File.pathSeparator
                    + System.getProperty("java.class.path"),
                CommandsInTurn.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("printed").toFile());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    assertEquals(0, builder.start().waitFor(), () -> read(work.resolve("printed")));
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      outcomes.add(
          new Outcome(
              Integer.parseInt(read(work.resolve(i + ".code"))),
              read(work.resolve(i + ".out")),
              read(work.resolve(i + ".err"))));
    }
    return outcomes;
  }

  private static String read(Path file) {
    try {
      // A model is not text, and what is looked for in it is.
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException missing) {
      return missing.toString();
    }
  }

  private static List<String> command(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toList();
  }

  /** All commands that compute, with what they need: a model, pictures and a table. */
  private List<List<String>> commands(String... more) throws IOException {
    Path model = folder.resolve("model");
    String data = folder.resolve("points.csv").toString();
    return List.of(
        command(
            List.of(
                "train", "--train", data, "--out", folder.resolve("t" + more.length).toString()),
            command(SMALL, more).toArray(String[]::new)),
        command(
            List.of("predict", "--json", "--model", model.toString()),
            command(List.of(more), model.resolve("pictures").toString()).toArray(String[]::new)),
        command(
            List.of(
                "evaluate",
                "--json",
                "--model",
                model.toString(),
                "--test",
                folder.resolve("pictures").toString()),
            more),
        command(List.of("gradcheck", "--json", "--precision", "fp32"), more),
        command(
            List.of(
                "experiment",
                "initialization",
                "--json",
                "--quiet",
                "--iterations",
                "3",
                "--out",
                folder.resolve("e" + more.length).toString()),
            more));
  }

  private void prepare() throws IOException, InterruptedException {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      table
          .append(i % 7 - 3)
          .append(',')
          .append(i % 5 - 2.5)
          .append(',')
          .append(i % 2)
          .append('\n');
    }
    Files.writeString(folder.resolve("points.csv"), table.toString());
    Outcome trained =
        run(List.of(
                command(
                    List.of(
                        "train",
                        "--demo",
                        "--backend",
                        "cpu",
                        "--out",
                        folder.resolve("model").toString()),
                    SMALL.toArray(String[]::new))))
            .get(0);
    assertEquals(0, trained.code(), trained.toString());
    for (String kind : List.of("cat", "non-cat")) {
      Files.createDirectories(folder.resolve("pictures").resolve(kind));
    }
    try (Stream<Path> pictures = Files.list(folder.resolve("model/pictures"))) {
      for (Path picture : pictures.toList()) {
        String kind = picture.getFileName().toString().contains("non-cat") ? "non-cat" : "cat";
        Files.copy(
            picture, folder.resolve("pictures").resolve(kind).resolve(picture.getFileName()));
      }
    }
  }

  /** Forward products, in every variant and epilogue, and so in every command. */
  @Test
  void whatNothingReplacesIsRefusedOrPassedOver() throws IOException, InterruptedException {
    plant("matmul/matmul.clh", "(sum, j) (alpha * (sum))", "(sum, j) (alpha * (sum) * 1.01f)");
    plant("matmul/matmul.clh", "activated(alpha", "activated(1.01f * alpha");
    plant("matmul/packed.cl", "(sum, j) (alpha * (sum))", "(sum, j) (alpha * (sum) * 1.01f)");
    plant("matmul/packed.cl", "activated_vector(alpha", "activated_vector(1.01f * alpha");
    prepare();
    for (Outcome refused : run(commands("--backend", "opencl"))) {
      assertEquals(1, refused.code(), refused.toString());
      assertEquals("", refused.out());
      String last = refused.err().lines().reduce((first, second) -> second).orElse("");
      assertTrue(last.startsWith("oncilla: "), refused.err());
      assertTrue(last.contains("--backend cpu"), refused.err());
      assertTrue(last.contains("matmul"), refused.err());
    }
    assertFalse(Files.exists(folder.resolve("t2")));
    assertFalse(Files.exists(folder.resolve("e2")));
    for (Outcome passed : run(commands())) {
      assertEquals(0, passed.code(), passed.toString());
    }
    assertTrue(read(folder.resolve("t0/result.json")).contains("\"backend\" : \"cpu\""));
    assertFalse(read(folder.resolve("t0/result.json")).contains("unverified"));
    List<Outcome> unverified = run(commands("--backend", "opencl", "--unverified"));
    for (Outcome done : unverified) {
      assertTrue(done.code() == 0 || done.code() == 3, done.toString());
    }
    for (String file :
        List.of("t3/config.json", "t3/result.json", "t3/model.safetensors", "e3/config.json")) {
      assertTrue(read(folder.resolve(file)).contains("\"unverified\""), file);
    }
    for (Outcome json : unverified.subList(1, unverified.size())) {
      assertTrue(json.out().contains("\"unverified\":true"), json.toString());
    }
  }

  /** A kernel that something replaces: the same numbers as without the defect. */
  @Test
  void whatIsReplacedGivesTheRightNumbers() throws IOException, InterruptedException {
    plant(
        "narrow.cl",
        "const real total = SUM_LANES(sums);",
        "const real total = SUM_LANES(sums) * (o == 1 ? (real)1.25 : ONE);");
    prepare();
    List<Outcome> outcomes = run(commands("--backend", "opencl"));
    for (Outcome done : outcomes) {
      assertEquals(0, done.code(), done.toString());
    }
    Outcome evaluated = outcomes.get(2);
    Outcome onCpu = run(commands("--backend", "cpu")).get(2);
    assertEquals(
        onCpu.json().get("accuracy").asDouble(), evaluated.json().get("accuracy").asDouble());
    assertEquals(
        onCpu.json().get("cost").asDouble(), evaluated.json().get("cost").asDouble(), 1e-5);
  }
}
