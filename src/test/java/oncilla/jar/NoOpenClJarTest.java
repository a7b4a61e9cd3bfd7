package oncilla.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import oncilla.jar.PackedJar.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a machine without OpenCL the CPU backend works, and everything else says what is missing. */
@Tag("jar")
class NoOpenClJarTest {
  private static final String DATA = "1,2,0\n3,4,1\n2,2,0\n5,4,1\n";

  @TempDir Path folder;
  private PackedJar jar;

  /** Ways to have no OpenCL. */
  enum Machine {
    /** The linker finds a file of the loader's name first, which is no library, and gives up. */
    WITHOUT_LOADER("ocl-icd-libopencl1"),
    /** The loader looks for drivers in an empty folder. */
    WITHOUT_PLATFORM("pocl-opencl-icd");

    /** The package to install. */
    private final String remedy;

    Machine(String remedy) {
      this.remedy = remedy;
    }

    private Map<String, String> environment(Path folder) throws IOException {
      if (this == WITHOUT_PLATFORM) {
        Path empty = Files.createDirectory(folder.resolve("vendors"));
        return Map.of("OCL_ICD_VENDORS", empty + "/");
      }
      Path broken = Files.createDirectory(folder.resolve("broken"));
      for (String name : new String[] {"libOpenCL.so.1", "libOpenCL.so"}) {
        Files.writeString(broken.resolve(name), "this is not a library");
      }
      return Map.of("LD_LIBRARY_PATH", broken.toString());
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "the variables are Linux's");
    jar = PackedJar.in(folder);
    Files.writeString(folder.resolve("data.csv"), DATA);
  }

  private Ended train(Map<String, String> environment, String out, String... options)
      throws IOException, InterruptedException {
    String[] fixed = {
      "train", "--train", "data.csv", "--hidden", "3", "--iterations", "5", "--out", out
    };
    String[] all = new String[fixed.length + options.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(options, 0, all, fixed.length, options.length);
    return jar.run(environment, all);
  }

  @ParameterizedTest
  @EnumSource
  void theCpuTrains(Machine machine) throws IOException, InterruptedException {
    Map<String, String> environment = machine.environment(folder);
    Ended cpu = train(environment, "cpu", "--backend", "cpu");
    assertEquals(0, cpu.code(), cpu.toString());
    assertFalse(cpu.err().contains("OpenCL"), cpu.err());
    assertTrue(Files.exists(folder.resolve("cpu/model.safetensors")));

    Ended auto = train(environment, "auto");
    assertEquals(0, auto.code(), auto.toString());
    assertTrue(auto.err().startsWith("cpu on "), auto.err());
    String first = auto.err().lines().findFirst().orElseThrow();
    assertTrue(first.contains("OpenCL is not usable: "), first);
  }

  @ParameterizedTest
  @EnumSource
  void openClIsRefusedInOneLine(Machine machine) throws IOException, InterruptedException {
    Map<String, String> environment = machine.environment(folder);
    String[][] requests = {
      {"--backend", "opencl"},
      {"--backend", "opencl", "--binding", "jocl"},
      {"--backend", "opencl", "--binding", "lwjgl"},
      // Naming a device or a binding asks for OpenCL too: nothing is replaced silently.
      {"--binding", "lwjgl"},
      {"--device", "0"},
    };
    for (String[] request : requests) {
      Ended refused = train(environment, "run", request);
      assertEquals(1, refused.code(), refused.toString());
      assertEquals("", refused.out());
      assertEquals(1, refused.err().lines().count(), refused.err());
      assertTrue(refused.err().startsWith("oncilla: "), refused.err());
      assertTrue(refused.err().contains("OpenCL loader"), refused.err());
      assertTrue(refused.err().contains("apt-get install"), refused.err());
      assertTrue(refused.err().contains(machine.remedy), refused.err());
      assertFalse(Files.exists(folder.resolve("run")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void devicesSaysWhatToInstall(Machine machine) throws IOException, InterruptedException {
    Map<String, String> environment = machine.environment(folder);
    Ended devices = jar.run(environment, "devices");
    assertEquals(0, devices.code(), devices.toString());
    assertEquals("", devices.err());
    assertTrue(devices.out().contains("auto takes cpu on "), devices.out());
    for (String binding : new String[] {"jocl", "lwjgl"}) {
      String refusal = "opencl/" + binding + " is not usable: ";
      assertTrue(devices.out().contains(refusal), devices.out());
    }
    assertEquals(
        2,
        devices.out().lines().filter(line -> line.contains(machine.remedy)).count(),
        devices.out());

    JsonNode json = new JsonMapper().readTree(jar.run(environment, "devices", "--json").out());
    for (int i = 1; i <= 2; i++) {
      JsonNode opencl = json.at("/backends/" + i);
      assertFalse(opencl.get("usable").asBoolean());
      assertTrue(opencl.get("remedy").asText().contains(machine.remedy), opencl.toString());
      assertEquals(0, opencl.get("devices").size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void checksWithNothingToCheckFail(Machine machine) throws IOException, InterruptedException {
    Map<String, String> environment = machine.environment(folder);
    for (String[] command :
        new String[][] {
          {"devices", "--check", "--json"}, {"crosscheck", "--backend", "opencl", "--json"}
        }) {
      Ended check = jar.run(environment, command);
      assertEquals(1, check.code(), check.toString());
      assertEquals("", check.out());
      assertEquals(1, check.err().lines().count(), check.err());
      assertTrue(check.err().contains(machine.remedy), check.err());
    }
  }
}
