package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import oncilla.cli.console.ExitCodes;

/**
 * What a command did: its exit code and all that it printed, also past the writers it was given.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
public record Outcome(int code, String out, String err) {
  /** Commands whose {@code --help} shows some of their options only. */
  private static final Set<String> MANY_OPTIONS =
      Set.of(
          "train",
          "find-lr",
          "evaluate",
          "crosscheck",
          "gradcheck",
          "initialization",
          "regularization");

  /** Runs a command in this process. */
  public static Outcome of(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream systemOut = System.out;
    PrintStream systemErr = System.err;
    PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    System.setOut(outStream);
    System.setErr(errStream);
    int code;
    try {
      code =
          Main.run(
              args,
              new PrintWriter(outStream, true, StandardCharsets.UTF_8),
              new PrintWriter(errStream, true, StandardCharsets.UTF_8));
    } finally {
      System.setOut(systemOut);
      System.setErr(systemErr);
    }
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command that must succeed. */
  public static Outcome done(String... args) {
    Outcome outcome = of(args);
    assertEquals(ExitCodes.DONE, outcome.code, outcome.toString());
    return outcome;
  }

  /** Checks that it was refused as bad usage: the problem in one line, and where to look. */
  public void assertUsageError(String command, String problem) {
    assertEquals(ExitCodes.USAGE, code, toString());
    assertEquals("", out);
    List<String> lines = err.lines().toList();
    assertEquals(2, lines.size(), err);
    assertTrue(lines.get(0).startsWith("oncilla: "), err);
    assertTrue(lines.get(0).contains(problem), err);
    assertEquals("see " + command + (hasMany(command) ? " --help-all" : " --help"), lines.get(1));
  }

  private static boolean hasMany(String command) {
    return MANY_OPTIONS.contains(command.substring(command.lastIndexOf(' ') + 1));
  }

  /** Checks that it failed with one line that holds these words. */
  public void assertFailure(String... words) {
    assertEquals(ExitCodes.FAILED, code, toString());
    assertEquals("", out);
    assertEquals(1, err.lines().count(), err);
    assertTrue(err.startsWith("oncilla: "), err);
    assertFalse(err.contains("unexpected"), err);
    for (String word : words) {
      assertTrue(err.contains(word), () -> "no '" + word + "' in " + err);
    }
  }

  /** Standard output as the one JSON document that it must be. */
  public JsonNode json() {
    try {
      return JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not one JSON document: " + out, e);
    }
  }
}
