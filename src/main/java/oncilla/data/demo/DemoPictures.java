package oncilla.data.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import oncilla.data.DataException;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.Split;
import oncilla.data.TrainTest;
import oncilla.io.DataNames;
import oncilla.io.NamedClasses;
import oncilla.io.PngFile;
import oncilla.random.Philox;
import oncilla.random.PhiloxSource;

/**
 * Pictures of cats and of other animals and things, drawn by the program. Picture {@code i} depends
 * on seed, split, size and {@code i} alone, not on how many are drawn. The first, third, fifth …
 * are cats.
 */
public final class DemoPictures {
  private static final int CHANNELS = 3;

  /** The longest array that every JVM can make. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private static final List<String> CLASS_NAMES = List.of("non-cat", "cat");

  private DemoPictures() {}

  /**
   * Pictures to train on and others to test on.
   *
   * @throws DataException if they do not fit an array
   */
  public static TrainTest trainTest(int train, int test, int size, long seed) {
    return new TrainTest(
        dataset(train, size, seed, Split.TRAIN),
        Optional.of(dataset(test, size, seed, Split.TEST)));
  }

  /**
   * The first {@code count} pictures of a split.
   *
   * @param count at least 1
   * @param size height and width in pixels, at least 1
   * @param seed 0 … 2³²−1
   * @throws DataException if they do not fit an array
   */
  public static Dataset dataset(int count, int size, long seed, Split split) {
    requirePositive(count, size);
    double bytes = (double) CHANNELS * size * size * count;
    if (bytes > MOST_BYTES) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "demo pictures: %d of %d x %d take %.0f bytes, at most %d",
              count,
              size,
              size,
              bytes,
              MOST_BYTES));
    }
    ImageGeometry geometry = new ImageGeometry(size, size, CHANNELS);
    byte[] values = new byte[count * geometry.size()];
    byte[] labels = new byte[count];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              byte[] picture = Painting.draw(isCat(i), size, source(seed, split, i));
              System.arraycopy(picture, 0, values, i * picture.length, picture.length);
              labels[i] = (byte) (isCat(i) ? 1 : 0);
            });
    return new Dataset(
        "demo pictures (" + (split == Split.TRAIN ? "training" : "test") + ")",
        new Pixels(values, count, geometry),
        labels,
        CLASS_NAMES,
        DataNames.of(NamedClasses.POSITIVE));
  }

  /**
   * Writes the first {@code count} pictures of a split as {@code 000-cat.png}, {@code
   * 001-non-cat.png}, …
   *
   * @param directory an existing folder
   * @return the files
   * @throws IOException if one cannot be written
   */
  public static List<Path> writePng(Path directory, int count, int size, long seed, Split split)
      throws IOException {
    requirePositive(count, size);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = String.format(Locale.ROOT, "%03d-%s.png", i, CLASS_NAMES.get(isCat(i) ? 1 : 0));
      BufferedImage image = image(Painting.draw(isCat(i), size, source(seed, split, i)), size);
      Path file = directory.resolve(name);
      PngFile.write(file, image);
      files.add(file);
    }
    return files;
  }

  private static BufferedImage image(byte[] rgb, int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int at = CHANNELS * (y * size + x);
        image.setRGB(
            x, y, (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff));
      }
    }
    return image;
  }

  private static void requirePositive(int count, int size) {
    if (count < 1 || size < 1) {
      throw new IllegalArgumentException(count + " pictures of " + size + " x " + size);
    }
  }

  private static boolean isCat(int picture) {
    return picture % 2 == 0;
  }

  /** The numbers of one picture: those of a picture to train on are never those of one held out. */
  private static RandomSource source(long seed, Split split, int picture) {
    return new PhiloxSource(
            seed, Philox.DEMO_PICTURES, ((split == Split.TRAIN ? 0L : 1L) << 32) + picture)
        ::uniform;
  }
}
