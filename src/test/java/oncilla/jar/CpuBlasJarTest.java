package oncilla.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import oncilla.jar.PackedJar.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What computes in {@code --backend cpu} is said, and is not replaced without a word. */
@Tag("jar")
class CpuBlasJarTest {
  private static final String DATA = "1,2,0\n3,4,1\n2,2,0\n5,4,1\n";

  @TempDir Path folder;
  private PackedJar jar;

  /** Ways to have no OpenBLAS. */
  enum Machine {
    /** The jar holds the libraries of another kind of machine. */
    ANOTHER_KIND,
    /** There is no folder to unpack them in. */
    NO_CACHE_FOLDER;

    private List<String> options(Path folder) throws IOException {
      if (this == ANOTHER_KIND) {
        return List.of("-Dorg.bytedeco.javacpp.platform=linux-s390x");
      }
      Path file = Files.writeString(folder.resolve("file"), "no folder");
      return List.of(
          "-Dorg.bytedeco.javacpp.cachedir=" + file,
          "-Duser.home=" + file,
          "-Djava.io.tmpdir=" + file);
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    jar = PackedJar.in(folder);
    Files.writeString(folder.resolve("data.csv"), DATA);
  }

  private Ended train(List<String> javaOptions, String out, String... options)
      throws IOException, InterruptedException {
    String[] fixed = {
      "train", "--train", "data.csv", "--hidden", "3", "--iterations", "5", "--out", out
    };
    String[] all = new String[fixed.length + options.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(options, 0, all, fixed.length, options.length);
    return jar.runWith(javaOptions, all);
  }

  private void assertComputedBy(String platform, String out) throws IOException {
    JsonNode result = new JsonMapper().readTree(folder.resolve(out + "/result.json").toFile());
    assertEquals("cpu", result.get("backend").asText());
    assertEquals(platform, result.get("platform").asText());
    JsonNode config = new JsonMapper().readTree(folder.resolve(out + "/config.json").toFile());
    assertTrue(config.toString().contains("\"platform\":\"" + platform + "\""), config.toString());
  }

  @Test
  void openBlasIsTheDefaultAndJavaIsThereForTheAsking() throws IOException, InterruptedException {
    Ended native1 = train(List.of(), "native", "--backend", "cpu");
    assertEquals(0, native1.code(), native1.toString());
    assertTrue(
        native1.err().lines().findFirst().orElse("").matches("cpu on .*: OpenBLAS on \\d+ cores"),
        native1.err());
    assertFalse(native1.err().contains("WARN"), native1.err());
    assertComputedBy("OpenBLAS", "native");

    Ended java = train(List.of(), "java", "--backend", "cpu", "--cpu-blas", "ejml");
    assertEquals(0, java.code(), java.toString());
    assertFalse(java.err().contains("OpenBLAS"), java.err());
    assertTrue(java.err().contains("as asked by --cpu-blas ejml"), java.err());
    assertComputedBy("Java", "java");
  }

  @Test
  void devicesSaysWhatTheCpuBackendComputesWith() throws IOException, InterruptedException {
    JsonNode cpu = new JsonMapper().readTree(jar.run("devices", "--json").out()).at("/backends/0");
    assertEquals("cpu", cpu.get("backend").asText());
    assertTrue(cpu.get("reason").asText().startsWith("OpenBLAS on "), cpu.toString());
    assertEquals("OpenBLAS", cpu.at("/devices/0/platform").asText());
    Ended table = jar.run("devices");
    assertTrue(
        table.out().lines().anyMatch(line -> line.matches("cpu .* OpenBLAS \\d.*")), table.out());
  }

  @ParameterizedTest
  @EnumSource
  void withoutOpenBlasTheCpuTrainsInJavaAndSaysWhy(Machine machine)
      throws IOException, InterruptedException {
    List<String> options = machine.options(folder);
    Ended fallen = train(options, "java", "--backend", "cpu");
    assertEquals(0, fallen.code(), fallen.toString());
    assertTrue(
        fallen
            .err()
            .lines()
            .findFirst()
            .orElse("")
            .contains("slowly: OpenBLAS could not be loaded"),
        fallen.err());
    assertComputedBy("Java", "java");

    Ended refused = train(options, "refused", "--backend", "cpu", "--cpu-blas", "openblas");
    assertEquals(1, refused.code(), refused.toString());
    assertEquals("", refused.out());
    assertTrue(refused.err().startsWith("oncilla: OpenBLAS could not be loaded ("), refused.err());
    assertTrue(refused.err().contains("--cpu-blas ejml"), refused.err());
    assertTrue(refused.err().lines().count() <= 3, refused.err());
    assertFalse(Files.exists(folder.resolve("refused")));
  }

  @Test
  void theJarHoldsTheLicencesOfItsNativeLibraries() throws IOException {
    try (JarFile file = new JarFile(folder.resolve("target/oncilla.jar").toFile())) {
      for (String name :
          List.of("README.md", "OpenBLAS.txt", "LAPACK.txt", "GPL-3.0.txt", "LGPL-2.1.txt")) {
        assertTrue(file.getEntry("META-INF/third-party/" + name) != null, name);
      }
    }
  }
}
