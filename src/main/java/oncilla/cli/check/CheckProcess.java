package oncilla.cli.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import oncilla.backend.BackendException;
import oncilla.check.CheckRow;
import oncilla.cli.console.ExitCodes;

/**
 * {@code devices --check} of some targets in a process of its own. The compiler of a CPU device
 * runs in the process that uses it, one kernel after the other and with other threads quiet; two
 * processes compile twice as fast, and a driver that ends one does not end the other.
 *
 * @param java the program that starts a JVM
 * @param program the main class of this program
 */
record CheckProcess(Path java, Class<?> program) {
  /** How to start one; empty where this JVM came without the program that starts one. */
  static Optional<CheckProcess> ofThisJvm(Class<?> program) {
    String name = System.getProperty("os.name").startsWith("Windows") ? "java.exe" : "java";
    Path java = Path.of(System.getProperty("java.home"), "bin", name);
    return Files.isExecutable(java)
        ? Optional.of(new CheckProcess(java.toAbsolutePath(), program))
        : Optional.empty();
  }

  /** How it ended, and what it wrote. */
  private record Ended(int code, String out, String lastLine) {}

  /**
   * Checks what {@code options} narrow the devices to.
   *
   * @param target what that is, for the row that says that the process ended early
   * @param news told each line that the process has for people
   * @return its rows
   */
  List<CheckRow> run(String target, List<String> options, Consumer<String> news) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // Two processes cannot listen on one port, nor write one recording.
      if (!argument.startsWith("-agentlib")
          && !argument.startsWith("-javaagent")
          && !argument.startsWith("-XX:StartFlightRecording")) {
        command.add(argument);
      }
    }
    String classes = System.getProperty("java.class.path");
    if (classes.endsWith(".jar") && Files.isRegularFile(Path.of(classes))) {
      command.addAll(List.of("-jar", classes));
    } else {
      command.addAll(List.of("-cp", classes, program.getName()));
    }
    command.addAll(List.of("devices", "--check", "--json"));
    command.addAll(options);
    Ended ended = run(command, news);
    if (ended.code() == ExitCodes.DONE || ended.code() == ExitCodes.CHECK_FAILED) {
      return rows(ended.out());
    }
    return List.of(
        new CheckRow(
            target,
            "all",
            0,
            Double.NaN,
            0,
            Double.POSITIVE_INFINITY,
            List.of(
                "the process that checked it ended with exit %d%s"
                    .formatted(
                        ended.code(), ended.lastLine().isEmpty() ? "" : ": " + ended.lastLine()))));
  }

  private static Ended run(List<String> command, Consumer<String> news) {
    Process process;
    try {
      process = new ProcessBuilder(command).start();
    } catch (IOException cause) {
      throw new BackendException("no process to check kernels in: " + cause.getMessage(), cause);
    }
    try (InputStream out = process.getInputStream();
        BufferedReader err =
            new BufferedReader(
                new InputStreamReader(process.getErrorStream(), Charset.defaultCharset()))) {
      process.getOutputStream().close();
      FutureTask<String> text = new FutureTask<>(() -> all(out));
      new Thread(text, "oncilla-check-output").start();
      String last = "";
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        news.accept(line);
        last = line;
      }
      return new Ended(process.waitFor(), text.get(), last);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while kernels were checked", stop);
    } catch (ExecutionException cause) {
      throw new BackendException("what a check printed was lost", cause);
    } finally {
      process.destroy();
    }
  }

  private static String all(InputStream out) throws IOException {
    return new String(out.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The rows of the JSON that {@code devices --check} prints. */
  static List<CheckRow> rows(String json) {
    try {
      List<CheckRow> rows = new ArrayList<>();
      JsonMapper.builder()
          .build()
          .readTree(json)
          .at("/check/rows")
          .forEach(row -> rows.add(CheckTable.row(row)));
      return rows;
    } catch (JsonProcessingException cause) {
      throw new UncheckedIOException("devices --check did not print JSON", cause);
    }
  }
}
