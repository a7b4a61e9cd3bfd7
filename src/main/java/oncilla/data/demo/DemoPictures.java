package oncilla.data.demo;

import java.util.List;
import java.util.stream.IntStream;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;

/**
 * Cat and non-cat pictures drawn by the program. Picture {@code i} of a split depends on seed,
 * split and size alone, not on how many are drawn; even numbers are cats.
 */
public final class DemoPictures {
  /** Pictures to train on and pictures held out: two streams that never meet. */
  public enum Split {
    TRAIN,
    TEST
  }

  private DemoPictures() {}

  /** The first {@code count} pictures of {@code split}. */
  public static Dataset dataset(int count, int size, long seed, Split split) {
    ImageGeometry geometry = new ImageGeometry(size, size, 3);
    byte[] values = new byte[count * geometry.size()];
    byte[] labels = new byte[count];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              labels[i] = (byte) (i % 2 == 0 ? 1 : 0);
              byte[] picture = Painting.draw(i % 2 == 0, size, new SplitSource(seed, split, i));
              System.arraycopy(picture, 0, values, i * picture.length, picture.length);
            });
    return new Dataset(
        "demo pictures", new Pixels(values, count, geometry), labels, List.of("non-cat", "cat"));
  }
}
