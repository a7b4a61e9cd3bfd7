package oncilla.golden;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import oncilla.Requirements;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.data.TrainTest;

/** The two-dimensional sets: lines of {@code x1,x2,y} behind a header. */
public final class PointData {
  private PointData() {}

  /** The circles, which lie beside the golden numbers. */
  public static TrainTest circles() {
    return new TrainTest(resource("circles_train.csv"), Optional.of(resource("circles_test.csv")));
  }

  /** The football set; skips (fails) the test where it is missing. */
  public static TrainTest football() {
    return new TrainTest(file("football_train.csv"), Optional.of(file("football_test.csv")));
  }

  private static Dataset resource(String name) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                PointData.class.getResourceAsStream("/golden/" + name), StandardCharsets.UTF_8))) {
      return parse(name, reader.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dataset file(String name) {
    try {
      return parse(name, Files.readAllLines(Requirements.data(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dataset parse(String name, List<String> lines) {
    int rows = lines.size() - 1;
    double[] values = new double[2 * rows];
    byte[] labels = new byte[rows];
    for (int i = 0; i < rows; i++) {
      String[] fields = lines.get(i + 1).split(",");
      values[2 * i] = Double.parseDouble(fields[0]);
      values[2 * i + 1] = Double.parseDouble(fields[1]);
      labels[i] = Byte.parseByte(fields[2]);
    }
    return new Dataset(name, new Table(values, rows, 2), labels, List.of("0", "1"));
  }
}
