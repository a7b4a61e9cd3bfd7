package oncilla.cli;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Files for the commands to read, and a look at what they left. */
public final class Samples {
  /** Pixels along the edge of all pictures here. */
  static final int EDGE = 8;

  private Samples() {}

  /** A table of 40 examples with three columns that tell the label. */
  public static Path table(Path file) throws IOException {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder("a,b,c,y\n");
    for (int i = 0; i < 40; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      lines.append(a).append(',').append(b).append(',').append(random.nextGaussian());
      lines.append(',').append(a + b > 0 ? 1 : 0).append('\n');
    }
    return Files.writeString(file, lines);
  }

  /** Pictures and labels as in the notes. */
  static Path hdf5(Path file, Object pictures, long... labels) {
    return hdf5("train_set", file, pictures, labels);
  }

  /** The same under other names. */
  static Path hdf5(String set, Path file, Object pictures, long... labels) {
    try (WritableHdfFile out = HdfFile.write(file)) {
      out.putDataset(set + "_x", pictures, DatasetCreationOptions.builder().unsigned().build());
      out.putDataset(set + "_y", labels);
    }
    return file;
  }

  /** Pictures for {@link #hdf5}. */
  static byte[][][][] pixels(int count) {
    byte[][][][] pixels = new byte[count][EDGE][EDGE][3];
    Random random = new Random(2);
    for (byte[][][] picture : pixels) {
      for (byte[][] row : picture) {
        for (byte[] pixel : row) {
          random.nextBytes(pixel);
        }
      }
    }
    return pixels;
  }

  /** A folder with dark dogs and bright cats, {@code each} of both. */
  public static Path folder(Path folder, int each) throws IOException {
    for (int i = 0; i < each; i++) {
      picture(folder.resolve("cat/" + i + ".png"), 150 + 10 * i);
      picture(folder.resolve("dog/" + i + ".png"), 100 - 10 * i);
    }
    return folder;
  }

  /** A picture in one shade of grey, in the format of its ending. */
  public static Path picture(Path file, int shade) throws IOException {
    BufferedImage image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < EDGE * EDGE; i++) {
      image.setRGB(i % EDGE, i / EDGE, shade << 16 | shade << 8 | shade);
    }
    Files.createDirectories(file.getParent());
    String name = file.getFileName().toString();
    ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    return file;
  }

  /** Leaves the first {@code part} of a file. */
  static Path cut(Path file, double part) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    return Files.write(file, java.util.Arrays.copyOf(whole, (int) (part * whole.length)));
  }

  /** A small model of pictures in a run directory. */
  public static Path pictureModel(Path directory) throws IOException {
    Path data = folder(directory.resolve("pictures-of-the-model"), 3);
    return model(data, directory.resolve("picture-model"), "--image-size", "" + EDGE);
  }

  /** A small model of {@link #table} in a run directory. */
  public static Path tableModel(Path directory) throws IOException {
    Path data = table(directory.resolve("table-of-the-model.csv"));
    return model(data, directory.resolve("table-model"));
  }

  private static Path model(Path data, Path run, String... more) {
    String[] arguments = {
      "train",
      "--train",
      data.toString(),
      "--out",
      run.toString(),
      "--backend",
      "cpu",
      "--hidden",
      "4",
      "--iterations",
      "20",
      "--learning-rate",
      "0.1",
      "--quiet"
    };
    Outcome.done(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
    return run;
  }

  /** Everything below a folder. */
  public static Set<String> below(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .map(path -> folder.relativize(path).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
