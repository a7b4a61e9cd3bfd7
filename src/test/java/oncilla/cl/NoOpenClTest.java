package oncilla.cl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import oncilla.ChildJvm;
import oncilla.Requirements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No OpenCL is an ordinary answer: the same reason and remedy to every question, at once, and not a
 * word on standard error. A library is loaded once per process, so each case has a process of its
 * own.
 */
class NoOpenClTest {
  private static final long QUICK_MILLISECONDS = 2000;

  @TempDir Path directory;

  private record Answer(String text, String error, int exit) {}

  @BeforeEach
  void onLinux() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "the variables are Linux's");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void aLoaderThatIsNoLibrary(String binding) throws IOException, InterruptedException {
    // The linker takes the first file of the name, and gives up when that is no library.
    for (String name : new String[] {"libOpenCL.so.1", "libOpenCL.so"}) {
      Files.writeString(directory.resolve(name), "this is not a library");
    }
    Answer answer = ask(binding, Map.of("LD_LIBRARY_PATH", directory.toString()), List.of());
    String reason =
        binding.equals("jocl")
            ? "the OpenCL loader could not be loaded: " + directory.resolve("libOpenCL.so.1")
            : "no usable OpenCL loader (libOpenCL.so.1) was found / ";
    assertAnswer(reason, "ocl-icd-libopencl1", answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void aLoaderWithoutPlatforms(String binding) throws IOException, InterruptedException {
    needLoader(binding);
    Answer answer = ask(binding, Map.of("OCL_ICD_VENDORS", directory + "/"), List.of());
    assertAnswer("the OpenCL loader found no platform", "pocl-opencl-icd", answer);
    assertTrue(answer.text.contains("OCL_ICD_VENDORS=" + directory), answer.text);
  }

  @Test
  void aLibraryNameThatDoesNotExist() throws IOException, InterruptedException {
    String name = directory.resolve("libOpenCL.so.7").toString();
    Answer answer = ask("lwjgl", Map.of(), List.of("-Dorg.lwjgl.opencl.libname=" + name));
    assertAnswer("the OpenCL loader could not be loaded: ", "ocl-icd-libopencl1", answer);
    assertTrue(answer.text.contains(name), answer.text);
  }

  @Test
  void nowhereToUnpackJocl() throws IOException, InterruptedException {
    needLoader("jocl");
    Path file = Files.createFile(directory.resolve("file"));
    String below = file.resolve("temporary").toString();
    Answer answer = ask("jocl", Map.of(), List.of("-Djava.io.tmpdir=" + below));
    assertEquals(0, answer.exit, answer.error);
    assertTrue(
        answer.text.startsWith("JOCL could not unpack and load its native library in " + below),
        answer.text);
    assertTrue(answer.text.contains("-Djava.io.tmpdir=DIR"), answer.text);
  }

  private static void needLoader(String binding) {
    try {
      ClDrivers.named(binding).devices();
    } catch (ClUnavailableException unavailable) {
      Requirements.missing("opencl", unavailable.getMessage());
    }
  }

  private static void assertAnswer(String reason, String remedy, Answer answer) {
    assertEquals(0, answer.exit, answer.error);
    assertEquals("", answer.error);
    List<String> lines = answer.text.lines().toList();
    assertEquals(3, lines.size(), answer.text);
    assertTrue(lines.get(0).startsWith(reason), answer.text);
    assertTrue(lines.get(0).contains(" / "), answer.text);
    assertTrue(lines.get(0).contains(remedy), answer.text);
    assertEquals(lines.get(0), lines.get(1));
    assertTrue(Long.parseLong(lines.get(2)) < QUICK_MILLISECONDS, answer.text);
  }

  private Answer ask(String binding, Map<String, String> environment, List<String> options)
      throws IOException, InterruptedException {
    Path output = directory.resolve("stdout");
    Path error = directory.resolve("stderr");
    List<String> all = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
    all.addAll(options);
    ProcessBuilder builder = ChildJvm.of(all, ListDevices.class, binding);
    builder.redirectOutput(output.toFile()).redirectError(error.toFile());
    builder.environment().keySet().removeAll(List.of("OCL_ICD_VENDORS", "LD_PRELOAD"));
    builder.environment().putAll(environment);
    Process child = builder.start();
    if (!child.waitFor(60, TimeUnit.SECONDS)) {
      child.destroyForcibly();
      throw new AssertionError("the child process did not end: " + builder.command());
    }
    return new Answer(Files.readString(output), Files.readString(error), child.exitValue());
  }
}
