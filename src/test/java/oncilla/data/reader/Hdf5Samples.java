package oncilla.data.reader;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes HDF5 files for tests. */
final class Hdf5Samples {
  private Hdf5Samples() {}

  static final DatasetCreationOptions UNSIGNED =
      DatasetCreationOptions.builder().unsigned().build();

  /** What goes into a file: plain arrays as the library takes them. */
  static final class Contents {
    private final Map<String, Object> arrays = new LinkedHashMap<>();
    private final Map<String, DatasetCreationOptions> options = new LinkedHashMap<>();

    Contents with(String name, Object array) {
      return with(name, array, DatasetCreationOptions.DEFAULT);
    }

    Contents with(String name, Object array, DatasetCreationOptions how) {
      arrays.put(name, array);
      options.put(name, how);
      return this;
    }

    Path write(Path file) {
      try (WritableHdfFile out = HdfFile.write(file)) {
        arrays.forEach((name, array) -> out.putDataset(name, array, options.get(name)));
      }
      return file;
    }
  }

  /** Images that count up from {@code first}. */
  static byte[][][][] images(int count, int height, int width, int channels, int first) {
    byte[][][][] images = new byte[count][height][width][channels];
    int next = first;
    for (byte[][][] image : images) {
      for (byte[][] row : image) {
        for (byte[] pixel : row) {
          for (int c = 0; c < channels; c++) {
            pixel[c] = (byte) next++;
          }
        }
      }
    }
    return images;
  }
}
