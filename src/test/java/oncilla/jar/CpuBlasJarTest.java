package oncilla.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import oncilla.jar.PackedJar.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What computes in {@code --backend cpu} is said, and is not replaced without a word. */
@Tag("jar")
class CpuBlasJarTest {
  private static final String DATA = "1,2,0\n3,4,1\n2,2,0\n5,4,1\n";
  private static final String UNAVAILABLE = "OpenBLAS could not be loaded (";

  @TempDir Path folder;
  private PackedJar jar;

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
    Ended trained = train(List.of(), "native", "--backend", "cpu");
    assertEquals(0, trained.code(), trained.toString());
    assertTrue(
        trained.err().lines().findFirst().orElse("").matches("cpu on .*: OpenBLAS on \\d+ cores"),
        trained.err());
    assertFalse(trained.err().contains("WARN"), trained.err());
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

  @Test
  void withoutTheLibraryTheCpuTrainsInJavaAndSaysWhy() throws IOException, InterruptedException {
    try (FileSystem packed = FileSystems.newFileSystem(folder.resolve("target/oncilla.jar"));
        Stream<Path> files = Files.walk(packed.getPath("org/bytedeco/openblas"))) {
      List<Path> libraries =
          files.filter(file -> file.toString().contains("jniopenblas_nolapack.")).toList();
      assertFalse(libraries.isEmpty());
      for (Path library : libraries) {
        Files.delete(library);
      }
    }
    Ended fallen = train(List.of(), "java", "--backend", "cpu");
    assertEquals(0, fallen.code(), fallen.toString());
    assertTrue(
        fallen.err().lines().findFirst().orElse("").contains("slowly: " + UNAVAILABLE),
        fallen.err());
    assertComputedBy("Java", "java");
    assertRefused(train(List.of(), "refused", "--backend", "cpu", "--cpu-blas", "openblas"));
  }

  /** Where nothing can be unpacked, not even in the folders that JavaCPP tries after ours. */
  @Test
  void withoutAFolderToUnpackInItIsJavaAndTheReasonIsSaid()
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    List<String> options =
        List.of(
            "-Dorg.bytedeco.javacpp.cachedir=" + file,
            "-Duser.home=" + file,
            "-Djava.io.tmpdir=" + file);
    Ended devices = jar.runWith(options, "devices", "--json");
    assertEquals(0, devices.code(), devices.toString());
    JsonNode cpu = new JsonMapper().readTree(devices.out()).at("/backends/0");
    assertTrue(cpu.get("usable").asBoolean());
    assertTrue(cpu.get("reason").asText().contains("slowly: " + UNAVAILABLE), cpu.toString());
    assertEquals("Java", cpu.at("/devices/0/platform").asText());
    assertRefused(train(options, "refused", "--backend", "cpu", "--cpu-blas", "openblas"));
  }

  private void assertRefused(Ended refused) {
    assertEquals(1, refused.code(), refused.toString());
    assertEquals("", refused.out());
    assertTrue(refused.err().startsWith("oncilla: " + UNAVAILABLE), refused.err());
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
