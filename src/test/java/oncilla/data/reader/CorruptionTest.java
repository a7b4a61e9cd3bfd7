package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.jhdf.api.DatasetCreationOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Split;
import oncilla.data.image.ImageSamples;
import oncilla.io.NpzSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

/** Damaged files of every kind are a data set or one line, and nothing else. */
class CorruptionTest {
  private static final int ROUNDS = 200;
  private static final DataOptions OPTIONS = new DataOptions("cat", 8, false);

  @TempDir Path folder;

  /** Cuts, overwrites, inserts or doubles something; mostly little. */
  private static byte[] damaged(byte[] whole, Random random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(whole, random.nextInt(whole.length));
    }
    byte[] bytes = whole.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(16), bytes.length - Math.max(from, at));
          System.arraycopy(whole, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }

  private void damage(String name, byte[] whole, Path readFrom) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, whole);
    int size = Datasets.loadOne(readFrom, OPTIONS, Split.TRAIN, line -> {}).size();
    assertTrue(size > 0);
    Random random = new Random(name.hashCode());
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Files.write(file, damaged(whole, random));
      try {
        Dataset data = Datasets.loadOne(readFrom, OPTIONS, Split.TRAIN, line -> {});
        assertEquals(data.size(), data.features().rows());
      } catch (DataException e) {
        refused++;
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      } catch (RuntimeException | Error e) {
        fail(name + ", round " + round, e);
      }
    }
    assertTrue(refused > ROUNDS / 4, name + ": only " + refused + " refused");
  }

  @Test
  void hdf5() throws IOException {
    Path file = folder.resolve("whole.h5");
    new Hdf5Samples.Contents()
        .with("train_set_x", Hdf5Samples.images(3, 2, 2, 3, 0), Hdf5Samples.UNSIGNED)
        .with("train_set_y", new long[] {0, 1, 1})
        .with("list_classes", new String[] {"non-cat", "cat"})
        .write(file);
    damage("contiguous.h5", Files.readAllBytes(file), folder.resolve("contiguous.h5"));
  }

  @Test
  void hdf5InChunks() throws IOException {
    Path file = folder.resolve("whole.h5");
    DatasetCreationOptions chunks =
        DatasetCreationOptions.builder()
            .unsigned()
            .chunkDimensions(2, 2, 1, 3)
            .shuffle()
            .deflate()
            .build();
    new Hdf5Samples.Contents()
        .with("train_set_x", Hdf5Samples.images(3, 2, 2, 3, 0), chunks)
        .with("train_set_y", new long[] {0, 1, 1})
        .write(file);
    damage("chunked.h5", Files.readAllBytes(file), folder.resolve("chunked.h5"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void matlab(boolean deflated) throws IOException {
    Mat5File contents = Mat5.newMatFile();
    Matrix x = Mat5.newMatrix(4, 3);
    for (int i = 0; i < 12; i++) {
      x.setDouble(i, i / 7.0);
    }
    contents.addArray("note", Mat5.newString("to be skipped"));
    contents.addArray("X", x);
    contents.addArray("y", Mat5.newLogical(4, 1));
    Path file = folder.resolve("whole.mat");
    try (Sink sink = Sinks.newStreamingFile(file.toFile())) {
      Mat5.newWriter(sink).setDeflateLevel(deflated ? 9 : 0).writeMat(contents);
    }
    String name = deflated ? "deflated.mat" : "stored.mat";
    damage(name, Files.readAllBytes(file), folder.resolve(name));
  }

  @Test
  void numpy() throws IOException {
    Base64.Decoder decoder = Base64.getDecoder();
    damage("deflated.npz", decoder.decode(NpzSamples.NUMPY_TABLE), folder.resolve("deflated.npz"));
    damage("stored.npz", decoder.decode(NpzSamples.NUMPY_PIXELS), folder.resolve("stored.npz"));
  }

  @Test
  void csv() throws IOException {
    damage(
        "table.csv",
        "x1,x2,y\n0.5,-1e3,0\n\"2\",3,1\n4,5,1\n6,7,0\n".getBytes(),
        folder.resolve("table.csv"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "progressive", "png", "gif", "bmp", "tiff"})
  void images(String format) throws IOException {
    boolean progressive = format.equals("progressive");
    byte[] whole =
        ImageSamples.encode(
            ImageSamples.picture(13, 11, BufferedImage.TYPE_3BYTE_BGR),
            progressive ? "jpeg" : format,
            progressive);
    Path other = folder.resolve("images/dog/good.png");
    Files.createDirectories(other.getParent());
    Files.write(
        other, ImageSamples.encode(ImageSamples.picture(3, 3, BufferedImage.TYPE_INT_RGB), "png"));
    damage("images/cat/image", whole, folder.resolve("images"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lossy-alpha.webp", "lossless.webp", "animated.webp"})
  void webp(String name) throws IOException {
    Path other = folder.resolve("images/dog/good.png");
    Files.createDirectories(other.getParent());
    Files.write(
        other, ImageSamples.encode(ImageSamples.picture(3, 3, BufferedImage.TYPE_INT_RGB), "png"));
    damage("images/cat/image", ImageSamples.resource(name), folder.resolve("images"));
  }
}
