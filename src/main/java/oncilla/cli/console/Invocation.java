package oncilla.cli.console;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How this program was started, for the commands that it prints: they run where it ran.
 *
 * @param java the program that runs Java, as a word of a command line
 * @param jar this program as the command line named it, absolute or not
 */
public record Invocation(String java, String jar) {
  /** What a checkout has, for one who runs the classes without a jar. */
  private static final String BUILT_JAR = "target/oncilla.jar";

  /** That of this process. */
  public static Invocation ofProcess() {
    return of(
        System.getProperty("java.class.path", ""),
        Path.of(System.getProperty("java.home")),
        System.getenv().getOrDefault("PATH", ""));
  }

  /**
   * From what Java and the system tell.
   *
   * @param classPath of Java; with {@code java -jar} it is the jar as it was typed
   * @param javaHome where the running Java is
   * @param searchPath where the shell looks for programs
   */
  static Invocation of(String classPath, Path javaHome, String searchPath) {
    boolean isJar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
    Path running = javaHome.resolve("bin").resolve("java");
    return new Invocation(
        !Files.exists(running) || isFoundFirst(running, searchPath) ? "java" : running.toString(),
        isJar ? classPath : BUILT_JAR);
  }

  /** Whether the shell takes {@code running} for the word {@code java}. */
  private static boolean isFoundFirst(Path running, String searchPath) {
    for (String folder : searchPath.split(File.pathSeparator)) {
      try {
        Path found = Path.of(folder).resolve("java");
        if (Files.isExecutable(found)) {
          return found.toRealPath().equals(running.toRealPath());
        }
      } catch (InvalidPathException | IOException unusable) {
        continue;
      }
    }
    return false;
  }

  /** The command line that runs the program with {@code words}, each quoted where it must be. */
  public String command(List<String> words) {
    return Usage.word(java)
        + " -jar "
        + Usage.word(jar)
        + words.stream().map(Usage::word).collect(Collectors.joining(" ", " ", ""));
  }
}
