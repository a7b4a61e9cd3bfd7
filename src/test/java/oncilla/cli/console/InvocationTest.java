package oncilla.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvocationTest {
  @TempDir Path directory;

  private Path java(String folder) throws IOException {
    Path java = directory.resolve(folder).resolve("bin").resolve("java");
    Files.createDirectories(java.getParent());
    Files.createFile(java);
    assumeTrue(java.toFile().setExecutable(true), "needs files that can be made programs");
    return java;
  }

  @Test
  void theJarIsNamedAsItWas() throws IOException {
    Path java = java("17");
    String searched = java.getParent().toString();
    for (String jar : new String[] {"oncilla.jar", "../opt/oncilla-1.jar", "/opt/o/oncilla.jar"}) {
      assertEquals(
          "java -jar " + jar + " devices",
          Invocation.of(jar, directory.resolve("17"), searched).command(List.of("devices")));
    }
    String classes = "target/classes" + File.pathSeparator + "lib/picocli.jar";
    assertEquals(
        new Invocation("java", "target/oncilla.jar"),
        Invocation.of(classes, directory.resolve("17"), searched));
  }

  @Test
  void aJavaThatTheShellWouldNotTakeIsNamed() throws IOException {
    Path other = java("8");
    Path running = java("17");
    String both = other.getParent() + File.pathSeparator + running.getParent();
    assertEquals(running.toString(), Invocation.of("o.jar", directory.resolve("17"), both).java());
    assertEquals("java", Invocation.of("o.jar", directory.resolve("8"), both).java());
    assertEquals(running.toString(), Invocation.of("o.jar", directory.resolve("17"), "").java());
  }

  @Test
  void wordsAreQuotedForTheShell() {
    assumeTrue(File.separatorChar == '/', "quotes of a POSIX shell");
    assertEquals(
        "java -jar 'my programs/o.jar' predict --model 'runs/кот' 'it'\\''s' IMAGE...",
        new Invocation("java", "my programs/o.jar")
            .command(List.of("predict", "--model", "runs/кот", "it's", "IMAGE...")));
    assertEquals("./-run/a", Usage.argument(Path.of("-run/a")));
    assertEquals("run/-a", Usage.argument(Path.of("run/-a")));
  }
}
