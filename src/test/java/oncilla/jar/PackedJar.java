package oncilla.jar;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packed jar, started as a user starts it: {@code java -jar target/oncilla.jar} in a folder
 * with {@code target} below it.
 */
final class PackedJar {
  private static final long LONGEST_SECONDS = 300;

  /** What would change which OpenCL is found, or how Java starts. */
  private static final List<String> NOT_INHERITED =
      List.of(
          "OCL_ICD_VENDORS",
          "LD_PRELOAD",
          "LD_LIBRARY_PATH",
          "POCL_DEVICES",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS");

  private final Path folder;

  private PackedJar(Path folder) {
    this.folder = folder;
  }

  /** What a process did. */
  record Ended(int code, String out, String err) {}

  /** Prepares {@code folder}, in which the jar is then started. */
  static PackedJar in(Path folder) throws IOException {
    Path built = Path.of(System.getProperty("oncilla.build"), "oncilla.jar");
    assertTrue(Files.exists(built), built + " is missing; mvn package makes it");
    Path target = Files.createDirectories(folder.resolve("target"));
    Files.copy(built, target.resolve("oncilla.jar"));
    return new PackedJar(folder);
  }

  /** Runs a command of the program. */
  Ended run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  /** Runs a command of the program with these variables set. */
  Ended run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("java", "-jar", "target/oncilla.jar"));
    command.addAll(List.of(arguments));
    return start(environment, command);
  }

  /** Runs a command of the program in a Java with these options. */
  Ended runWith(List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("java"));
    command.addAll(options);
    command.addAll(List.of("-jar", "target/oncilla.jar"));
    command.addAll(List.of(arguments));
    return start(Map.of(), command);
  }

  /** Runs a command line as the program printed it. */
  Ended runLine(String line) throws IOException, InterruptedException {
    return start(Map.of(), new ArrayList<>(List.of(line.split(" "))));
  }

  /** Runs a script of the project, for bash, with this program and this Java. */
  Ended runScript(String script, String... arguments) throws IOException, InterruptedException {
    Path project = Path.of(System.getProperty("oncilla.build")).toAbsolutePath().getParent();
    List<String> command = new ArrayList<>(List.of("bash", project.resolve(script).toString()));
    command.addAll(List.of("--jar", "target/oncilla.jar", "--java", java()));
    command.addAll(List.of(arguments));
    return process(Map.of(), command);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private Ended start(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    assertTrue(command.get(0).equals("java"), command.toString());
    command.set(0, java());
    return process(environment, command);
  }

  private Ended process(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "stdout", ".txt");
    Path err = Files.createTempFile(folder, "stderr", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeAll(NOT_INHERITED);
    builder.environment().putAll(new HashMap<>(environment));
    Process process = builder.start();
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + command);
    }
    Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    Files.delete(out);
    Files.delete(err);
    return ended;
  }
}
