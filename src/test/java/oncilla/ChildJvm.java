package oncilla;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with this one's class path, for what takes a process of its own to see. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * A process that runs {@code program}, to be started.
   *
   * @param options of the JVM
   * @param arguments of the program
   */
  public static ProcessBuilder of(List<String> options, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** Starts it, waits for its end, which must be in order, and returns all that it printed. */
  public static String printed(ProcessBuilder builder) throws IOException, InterruptedException {
    Process child = builder.redirectErrorStream(true).start();
    String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), text);
    return text;
  }
}
