package oncilla.train;

import java.util.Arrays;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.data.Features;
import oncilla.data.Pixels;
import oncilla.data.Table;

/**
 * Features in a backend's memory as they are stored, a byte per pixel value: {@link
 * oncilla.backend.Ops#gather} turns them into the network's input.
 */
final class DeviceFeatures {
  private DeviceFeatures() {}

  /** What one stored number of {@code features} is. */
  static ElementType type(Features features) {
    return features instanceof Pixels ? ElementType.U8 : ElementType.REAL;
  }

  /** Memory for {@code rows} rows like those of {@code features}. */
  static Tensor allocate(Arena arena, Features features, int rows) {
    return arena.allocate(type(features), Shape.of(rows, features.columns()));
  }

  /** Copies {@code features} into the first rows of {@code source}; the rows behind become zero. */
  static void upload(Backend backend, Features features, Tensor source) {
    int size = Math.toIntExact(source.shape().size());
    if (features instanceof Pixels pixels) {
      byte[] values = pixels.values();
      backend.upload(values.length == size ? values : Arrays.copyOf(values, size), source);
    } else if (features instanceof Table table) {
      double[] values = table.values();
      backend.upload(values.length == size ? values : Arrays.copyOf(values, size), source);
    }
  }

  /** Row indices 0, 1, …, where those past the last row of the features repeat it. */
  static int[] indices(int rows, int featureRows) {
    int[] indices = new int[rows];
    Arrays.setAll(indices, i -> Math.min(i, featureRows - 1));
    return indices;
  }
}
