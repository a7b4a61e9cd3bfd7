package oncilla.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import oncilla.Requirements;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.TrainTest;

/**
 * The notes' cat images, taken from the two HDF5 files at the places where they are known to lie,
 * so that golden runs do not depend on the reader.
 */
public final class CatData {
  private static final ImageGeometry GEOMETRY = new ImageGeometry(64, 64, 3);
  private static final int FIRST_PIXEL = 2144;

  private CatData() {}

  /** The 209 and 50 images; skips (fails) the test where they are missing. */
  public static TrainTest load() {
    return new TrainTest(
        read("train_catvnoncat.h5", 209, 2570336),
        java.util.Optional.of(read("test_catvnoncat.h5", 50, 616544)));
  }

  private static Dataset read(String name, int rows, int firstLabel) {
    byte[] file;
    try {
      file = Files.readAllBytes(Requirements.data(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] pixels = Arrays.copyOfRange(file, FIRST_PIXEL, FIRST_PIXEL + rows * GEOMETRY.size());
    ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    byte[] labels = new byte[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (byte) numbers.getLong(firstLabel + i * Long.BYTES);
    }
    return new Dataset(name, new Pixels(pixels, rows, GEOMETRY), labels, List.of("non-cat", "cat"));
  }
}
