package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import oncilla.Requirements;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.Split;
import oncilla.data.Table;
import oncilla.data.TrainTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real data sets, as far as they are there. */
class RealDataTest {
  private final List<String> warnings = new ArrayList<>();

  private static long sum(Dataset data) {
    long sum = 0;
    for (byte value : ((Pixels) data.features()).values()) {
      sum += value & 0xff;
    }
    return sum;
  }

  private static int positives(Dataset data) {
    int sum = 0;
    for (byte label : data.labels()) {
      sum += label;
    }
    return sum;
  }

  @Test
  void readsTheNotesImages() {
    Path train = Requirements.data("train_catvnoncat.h5");
    Path test = Requirements.data("test_catvnoncat.h5");
    TrainTest data = Datasets.load(train, Optional.of(test), DataOptions.defaults(), warnings::add);
    assertEquals(new ImageGeometry(64, 64, 3), ((Pixels) data.train().features()).geometry());
    assertEquals(209, data.train().size());
    assertEquals(72, positives(data.train()));
    assertEquals(264542077, sum(data.train()));
    assertEquals(List.of("non-cat", "cat"), data.train().classNames());
    Dataset testing = data.test().orElseThrow();
    assertEquals(50, testing.size());
    assertEquals(33, positives(testing));
    assertEquals(65969547, sum(testing));
    assertEquals(List.of("non-cat", "cat"), testing.classNames());
    assertTrue(warnings.isEmpty(), warnings::toString);
  }

  @Test
  void findsTruncationOfTheNotesFile(@TempDir Path folder) throws IOException {
    byte[] whole = Files.readAllBytes(Requirements.data("test_catvnoncat.h5"));
    for (int length : new int[] {0, 100, 2000, 2144, 100_000, 616_543, 616_600, 616_943}) {
      Path cut = folder.resolve("cut.h5");
      Files.write(cut, Arrays.copyOf(whole, length));
      DataException error =
          assertThrows(
              DataException.class,
              () -> Datasets.loadOne(cut, DataOptions.defaults(), Split.TEST, warnings::add),
              "cut to " + length);
      assertTrue(error.getMessage().startsWith(cut + ": "), error.getMessage());
    }
  }

  @Test
  void readsTheSameNumbersFromMatlabAndText() {
    TrainTest matlab =
        Datasets.load(
            Requirements.data("football_2d.mat"),
            Optional.empty(),
            DataOptions.defaults(),
            warnings::add);
    TrainTest text =
        Datasets.load(
            Requirements.data("football_train.csv"),
            Optional.of(Requirements.data("football_test.csv")),
            DataOptions.defaults(),
            warnings::add);
    assertEquals(211, matlab.train().size());
    assertEquals(200, matlab.test().orElseThrow().size());
    assertSame(matlab.train(), text.train());
    assertSame(matlab.test().orElseThrow(), text.test().orElseThrow());
  }

  private static void assertSame(Dataset expected, Dataset actual) {
    assertArrayEquals(((Table) expected.features()).values(), ((Table) actual.features()).values());
    assertArrayEquals(expected.labels(), actual.labels());
  }

  @Test
  void readsFoldersOfRealJpegs(@TempDir Path folder) throws IOException {
    int each = 40;
    unpack(Requirements.data("cats-dogs-64-jpeg.tar.gz"), folder, each);
    TrainTest data =
        Datasets.load(
            folder.resolve("train"),
            Optional.of(folder.resolve("test")),
            DataOptions.defaults(),
            warnings::add);
    assertEquals(2 * each, data.train().size());
    assertEquals(each, positives(data.train()));
    assertEquals(List.of("noncat", "cat"), data.train().classNames());
    assertEquals(1, data.train().labels()[0]);
    assertEquals(0, data.train().labels()[each]);
    assertEquals(2 * each, data.test().orElseThrow().size());
    // The pictures have the right size, so each byte is what the decoder gave.
    double mean = sum(data.train()) / (2.0 * each * 64 * 64 * 3);
    assertTrue(mean > 80 && mean < 160, "mean " + mean);
  }

  /** The first {@code each} files of every folder of a tar file with short names. */
  private static void unpack(Path archive, Path folder, int each) throws IOException {
    try (InputStream file = Files.newInputStream(archive);
        DataInputStream in = new DataInputStream(new GZIPInputStream(file))) {
      byte[] header = new byte[512];
      while (true) {
        try {
          in.readFully(header);
        } catch (EOFException e) {
          return;
        }
        String name = text(header, 0, 100);
        if (name.isEmpty()) {
          return;
        }
        int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
        byte[] content = new byte[size];
        in.readFully(content);
        in.readFully(new byte[(512 - size % 512) % 512]);
        Path path = folder.resolve(name);
        if (header[156] == '0') {
          Files.createDirectories(path.getParent());
          if (ImageListing.entries(path.getParent()).size() < each) {
            Files.write(path, content);
          }
        }
      }
    }
  }

  private static String text(byte[] header, int from, int length) {
    String field = new String(header, from, length, StandardCharsets.US_ASCII);
    int end = field.indexOf('\0');
    return end < 0 ? field : field.substring(0, end);
  }
}
