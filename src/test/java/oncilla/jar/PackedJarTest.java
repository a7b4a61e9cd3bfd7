package oncilla.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import oncilla.Requirements;
import oncilla.data.image.ImageSamples;
import oncilla.jar.PackedJar.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar holds all it needs, and its first commands do what a stranger is told they do. */
@Tag("jar")
class PackedJarTest {
  private static final String[] SHORT_DEMO = {
    "train", "--demo", "--demo-pictures", "10", "--iterations", "3", "--out", "run"
  };

  @TempDir Path folder;
  private PackedJar jar;

  @BeforeEach
  void prepare() throws IOException {
    jar = PackedJar.in(folder);
  }

  private static String[] with(String[] first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static void assertDone(Ended ended) {
    assertEquals(0, ended.code(), ended.toString());
    assertFalse(ended.err().contains("WARNING"), ended.err());
  }

  /** The rest of the only line that begins with {@code word}. */
  private static String line(String word, String text) {
    List<String> lines = text.lines().filter(line -> line.startsWith(word)).toList();
    assertEquals(1, lines.size(), text);
    return lines.get(0).substring(word.length()).strip();
  }

  private void needOpenCl(String binding) throws IOException, InterruptedException {
    Ended devices = jar.run("devices");
    String refusal = "opencl/" + binding + " is not usable: ";
    if (devices.out().contains(refusal)) {
      Requirements.missing("opencl", line(refusal, devices.out()));
    }
  }

  @Test
  void version() throws IOException, InterruptedException {
    Ended version = jar.run("--version");
    assertDone(version);
    assertEquals("", version.err());
    assertTrue(version.out().matches("(?s)oncilla \\d+\\.\\d+\\.\\d+\\S*\\R.*"), version.out());
    assertFalse(version.out().contains("${"), version.out());
  }

  @Test
  void theJarHoldsKernelsAndNativeLibraries() throws IOException {
    List<String> expected =
        List.of(
            "META-INF/services/oncilla.backend.provider.BackendProvider",
            "META-INF/services/oncilla.backend.tuning.Tuner",
            "META-INF/services/oncilla.backend.host.PlainJavaBackend",
            "linux/x64/org/lwjgl/liblwjgl.so",
            "linux/arm64/org/lwjgl/liblwjgl.so",
            "windows/x64/org/lwjgl/lwjgl.dll",
            "macos/x64/org/lwjgl/liblwjgl.dylib",
            "macos/arm64/org/lwjgl/liblwjgl.dylib");
    try (JarFile file = new JarFile(folder.resolve("target/oncilla.jar").toFile())) {
      for (String name : expected) {
        assertTrue(file.getEntry(name) != null, name);
      }
      for (String pattern :
          List.of(
              "kernels/.*\\.cl",
              "lib/.*JOCL.*x86_64\\.so",
              "lib/.*JOCL.*arm64\\.so",
              "lib/.*JOCL.*\\.dll")) {
        assertTrue(file.stream().anyMatch(entry -> entry.getName().matches(pattern)), pattern);
      }
      var attributes = file.getManifest().getMainAttributes();
      assertEquals("ALL-UNNAMED", attributes.getValue("Enable-Native-Access"));
      assertEquals("true", attributes.getValue("Multi-Release"));
    }
  }

  /** The first command of the README, on the slowest way to compute. */
  @Test
  void theDemoLearnsAndItsNextCommandWorks() throws IOException, InterruptedException {
    Ended demo = jar.run("train", "--demo", "--backend", "cpu");
    assertDone(demo);
    Path plot = folder.resolve(line("plot", demo.out()));
    Path model = folder.resolve(line("model", demo.out()));
    assertTrue(Files.size(plot) > 1000, plot.toString());
    assertTrue(plot.startsWith(folder.resolve("runs")), plot.toString());
    assertEquals(plot.resolveSibling("model.safetensors"), model);
    assertTrue(Files.exists(model), model.toString());
    double accuracy =
        new JsonMapper()
            .readTree(model.resolveSibling("result.json").toFile())
            .at("/test/accuracy")
            .asDouble();
    assertTrue(accuracy >= 0.9, "accuracy on pictures held out: " + accuracy);

    Ended next = jar.runLine(line("next:", demo.out()));
    assertDone(next);
    assertTrue(next.out().startsWith("image"), next.out());
    // A header, a rule, and the pictures.
    assertEquals(10, next.out().lines().count(), next.out());
    assertTrue(next.out().contains("p(cat)"), next.out());
  }

  /** Their readers are services, which the packing has to keep together. */
  @Test
  void picturesOfEveryFormatAreRead() throws IOException, InterruptedException {
    Path photos = folder.resolve("photos");
    for (String name :
        List.of("cat/lossy.webp", "cat/animated.png", "dog/cmyk.tif", "dog/fax.tif")) {
      Path file = photos.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, ImageSamples.resource(file.getFileName().toString()));
    }
    Path avif = photos.resolve("cat/picture.avif");
    Files.write(avif, ImageSamples.resource("picture.avif"));
    String[] train = {
      "train", "--train", "photos", "--image-size", "4", "--backend", "cpu", "--iterations", "1"
    };
    Ended refused = jar.run(train);
    assertEquals(1, refused.code(), refused.err());
    assertTrue(refused.err().contains("picture.avif: not a readable image: an AVIF picture"));
    Files.delete(avif);
    Ended ended = jar.run(train);
    assertDone(ended);
    assertTrue(ended.out().contains("of 4 right"), ended.out());
  }

  @Test
  void quietPrintsNothingAtAll() throws IOException, InterruptedException {
    Ended quiet = jar.run(with(SHORT_DEMO, "--backend", "cpu", "--quiet"));
    assertEquals(new Ended(0, "", ""), quiet);
    assertTrue(Files.exists(folder.resolve("run/result.json")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void quietPrintsNothingAtAllWithOpenCl(String binding) throws IOException, InterruptedException {
    needOpenCl(binding);
    Ended quiet = jar.run(with(SHORT_DEMO, "--backend", "opencl", "--binding", binding, "--quiet"));
    assertEquals(new Ended(0, "", ""), quiet);
  }

  @ParameterizedTest
  @CsvSource({"jocl, fp32", "jocl, fp64", "lwjgl, fp32", "lwjgl, fp64"})
  void itTrainsWithOpenCl(String binding, String precision)
      throws IOException, InterruptedException {
    needOpenCl(binding);
    Ended trained =
        jar.run(
            with(
                SHORT_DEMO,
                "--backend",
                "opencl",
                "--binding",
                binding,
                "--precision",
                precision,
                "--json"));
    assertDone(trained);
    var result = new JsonMapper().readTree(trained.out());
    assertEquals("opencl", result.get("backend").asText());
    assertEquals(binding, result.get("binding").asText());
    assertEquals(precision, result.get("precision").asText());
  }

  @Test
  void theExitCodeAndTheStreamsAreThoseOfTheCommand() throws IOException, InterruptedException {
    Ended usage = jar.run("measure");
    assertEquals(2, usage.code());
    assertEquals("", usage.out());
    assertEquals(2, usage.err().lines().count(), usage.err());
    Ended failed = jar.run("train", "--train", "missing.h5");
    assertEquals(1, failed.code());
    assertEquals("", failed.out());
    assertEquals(
        "oncilla: missing.h5: no such file or folder", failed.err().stripTrailing(), failed.err());
    assertFalse(Files.exists(folder.resolve("runs")));
  }

  /** A damaged file must not bring the log of the HDF5 library along. */
  @Test
  void aDamagedHdf5IsOneLine() throws IOException, InterruptedException {
    byte[] bytes = new byte[4096];
    System.arraycopy(
        new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'}, 0, bytes, 0, 8);
    Files.write(folder.resolve("damaged.h5"), bytes);
    Ended failed = jar.run("train", "--train", "damaged.h5", "--out", "run");
    assertEquals(1, failed.code());
    assertEquals(1, failed.err().lines().count(), failed.err());
    assertTrue(failed.err().startsWith("oncilla: damaged.h5: "), failed.err());
  }

  /** PoCL can show the processor as two devices, whose names have their ends in common. */
  @Test
  void aDeviceNameThatFitsTwoIsBadUsage() throws IOException, InterruptedException {
    needOpenCl("jocl");
    Map<String, String> twice = Map.of("POCL_DEVICES", "pthread basic");
    var devices =
        new JsonMapper()
            .readTree(jar.run(twice, "devices", "--json").out())
            .at("/backends/1/devices");
    assumeTrue(
        devices.size() == 2 && devices.get(0).get("platform").asText().contains("Portable"),
        "needs PoCL as the only platform");
    String first = devices.get(0).get("name").asText();
    String common = first.substring(first.indexOf('-') + 1);
    for (String binding : List.of("jocl", "lwjgl")) {
      String[] train = with(SHORT_DEMO, "--binding", binding, "--device");
      Ended refused = jar.run(twice, with(train, common));
      assertEquals(2, refused.code(), refused.toString());
      assertEquals(2, refused.err().lines().count(), refused.err());
      assertTrue(
          refused
              .err()
              .startsWith(
                  "oncilla: --device '" + common + "' fits more than one device: 0: " + first),
          refused.err());
      assertFalse(Files.exists(folder.resolve("run")));
    }
    String second = devices.get(1).get("name").asText();
    Ended trained = jar.run(twice, with(SHORT_DEMO, "--device", second));
    assertDone(trained);
    assertTrue(trained.err().startsWith("opencl on " + second + " (fp32): "), trained.err());
  }
}
