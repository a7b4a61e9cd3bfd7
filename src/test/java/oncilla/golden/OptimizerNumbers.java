package oncilla.golden;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What PyTorch computed: lines of a name and numbers, made by {@code peers/optimizers.py}. */
public final class OptimizerNumbers {
  private static final String FILE = "/golden/optimizers.txt";

  private final Map<String, double[]> numbers = new HashMap<>();

  private OptimizerNumbers() {}

  /** Reads the file. */
  public static OptimizerNumbers read() {
    OptimizerNumbers read = new OptimizerNumbers();
    try (InputStream in = OptimizerNumbers.class.getResourceAsStream(FILE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(read::add);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return read;
  }

  private void add(String line) {
    String[] words = line.split(" ");
    int names = 0;
    while (!words[names].matches("-?[0-9].*")) {
      names++;
    }
    numbers.put(
        String.join(" ", Arrays.copyOf(words, names)),
        Arrays.stream(words, names, words.length).mapToDouble(Double::parseDouble).toArray());
  }

  /** The numbers of this name. */
  public double[] of(String name) {
    double[] found = numbers.get(name);
    if (found == null) {
      throw new IllegalArgumentException(FILE + " has no " + name);
    }
    return found.clone();
  }
}
