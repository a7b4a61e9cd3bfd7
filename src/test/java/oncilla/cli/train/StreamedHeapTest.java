package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oncilla.ChildJvm;
import oncilla.Requirements;
import oncilla.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A set of pictures that is larger than the heap when it is decoded: the first run decodes it into
 * a file, and trains from there; the second finds the file.
 */
class StreamedHeapTest {
  private static final int SIDE = 256;
  private static final int HEAP_MIB = Requirements.full() ? 256 : 64;
  private static final int PICTURES = (int) (1.25 * HEAP_MIB * (1 << 20) / (3 * SIDE * SIDE));
  private static final long ITERATIONS = Requirements.full() ? 10_000 : 60;

  @TempDir Path directory;

  @Test
  void theHeapNeverHoldsTheSet() throws Exception {
    Path pictures = directory.resolve("pictures");
    for (int i = 0; i < PICTURES; i++) {
      StreamSamples.picture(pictures.resolve(i % 2 == 0 ? "cat" : "dog").resolve(i + ".png"), i);
    }
    assertTrue(3L * SIDE * SIDE * PICTURES > (long) HEAP_MIB << 20);
    String first = train(pictures, "first", ITERATIONS, "--validation-split=0.1");
    assertTrue(first.contains(PICTURES + " decoded pictures are kept in "), first);
    String second = train(pictures, "second", 5);
    assertTrue(second.contains(PICTURES + " decoded pictures are read from "), second);
    assertEquals(
        ITERATIONS, lastIteration(directory.resolve("first").resolve("metrics.jsonl")) + 1);
  }

  private String train(Path pictures, String out, long iterations, String... more)
      throws IOException, InterruptedException {
    List<String> options = List.of("-Xmx" + HEAP_MIB + "m", "-XX:+UseSerialGC");
    List<String> words =
        new java.util.ArrayList<>(
            List.of(
                "train",
                "--train=" + pictures,
                "--image-size=" + SIDE,
                "--hidden=4",
                "--batch-size=8",
                "--standardize",
                "--backend=cpu",
                "--precision=fp32",
                "--stream=on",
                "--iterations=" + iterations,
                "--out=" + directory.resolve(out)));
    words.addAll(List.of(more));
    ProcessBuilder builder = ChildJvm.of(options, Main.class, words.toArray(String[]::new));
    builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
    return ChildJvm.printed(builder);
  }

  private static long lastIteration(Path metrics) throws IOException {
    List<String> lines =
        Files.readAllLines(metrics).stream().filter(line -> line.contains("\"cost\"")).toList();
    return Long.parseLong(
        lines.get(lines.size() - 1).replaceAll(".*?\"iteration\": ([0-9]+).*", "$1"));
  }
}
