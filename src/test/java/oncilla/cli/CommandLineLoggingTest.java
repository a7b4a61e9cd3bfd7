package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What logging prints is the command line's affair, and only when it is the command line that runs.
 * SLF4J is bound once per process, so each case has a process of its own. There the class path
 * starts with a folder that holds a {@code logback.xml}, as a program's own has one.
 */
class CommandLineLoggingTest {
  private static final String HOSTS_LOGBACK =
      """
      <configuration>
        <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
          <encoder>
            <pattern>host's own: %level %logger - %msg%nopex%n</pattern>
          </encoder>
        </appender>
        <root level="INFO">
          <appender-ref ref="STDOUT"/>
        </root>
      </configuration>
      """;

  @TempDir Path folder;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(folder.resolve("logback.xml"), HOSTS_LOGBACK);
    byte[] damaged = new byte[4096];
    byte[] signature = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    System.arraycopy(signature, 0, damaged, 0, signature.length);
    Files.write(folder.resolve("damaged.h5"), damaged);
  }

  @Test
  void aProgramThatUsesTheLibraryKeepsItsOwnLogbackXml() throws IOException, InterruptedException {
    Ended ended = java(HostProgram.class, "damaged.h5");
    assertEquals(0, ended.code, ended.toString());
    assertEquals("", ended.err);
    List<String> lines = ended.out.lines().toList();
    assertEquals("host's own: INFO host - ready", lines.get(0), ended.out);
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith("host's own: INFO io.jhdf.")), ended.out);
    assertTrue(lines.get(lines.size() - 1).startsWith("damaged.h5: "), ended.out);
  }

  @Test
  void theCommandLinePrintsWarningsAndNothingOfItsConfiguration()
      throws IOException, InterruptedException {
    Ended ended = java(LoggingAsMain.class);
    assertEquals(0, ended.code, ended.toString());
    assertEquals("", ended.out);
    assertEquals("WARN  o.e.library.Reader: 1 of 2", ended.err.strip());
  }

  @Test
  void mainInstallsItBeforeAnythingLogs() throws IOException, InterruptedException {
    Ended ended = java(Main.class, "train", "--train", "damaged.h5", "--out", "run");
    assertEquals(1, ended.code, ended.toString());
    assertEquals("", ended.out);
    assertEquals(1, ended.err.lines().count(), ended.err);
    assertTrue(ended.err.startsWith("oncilla: damaged.h5: "), ended.err);
  }

  /** Runs {@code main}, without the tests' resources, which hold a configuration of logging too. */
  private Ended java(Class<?> main, String... arguments) throws IOException, InterruptedException {
    if (main != Main.class) {
      copy(main);
    }
    List<String> classPath = new ArrayList<>(List.of(folder.toString()));
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).endsWith("test-classes"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .forEach(classPath::add);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main.getName()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    Process child =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!child.waitFor(60, TimeUnit.SECONDS)) {
      child.destroyForcibly();
      throw new AssertionError("the child process did not end: " + command);
    }
    return new Ended(child.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Copies a class of the tests to where the child process finds it. */
  private void copy(Class<?> type) throws IOException {
    Path file = folder.resolve(type.getName().replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      Files.copy(bytes, file);
    }
  }
}
