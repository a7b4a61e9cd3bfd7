package oncilla.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.data.Caching;
import oncilla.data.TrainTest;
import oncilla.data.demo.DemoPictures;
import oncilla.data.reader.Datasets;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where the examples come from. */
public final class DataSourceOptions {
  @Option(
      names = "--train",
      paramLabel = "PATH",
      description =
          "Training data: .h5, .csv, .mat, .npz, or a folder with a sub-folder of images (JPEG, PNG,"
              + " GIF, BMP, TIFF, WebP) per class.")
  Path train;

  @Option(names = "--test", paramLabel = "PATH", description = "Test data, of the same kinds.")
  public Path test;

  @Option(
      names = "--demo",
      description = "Train on pictures of cats and others that the program draws.")
  public boolean demo;

  @Option(
      names = "--demo-pictures",
      paramLabel = "N",
      description =
          "With --demo: pictures to train on (default "
              + DemoDefaults.PICTURES
              + "); half as many are held out.")
  Integer demoPictures;

  @Mixin ImageOptions images;

  /** Whether any data was asked for. */
  public boolean given() {
    return demo || train != null || test != null;
  }

  /** The file or folder to train on, where data is read. */
  public Optional<Path> trainPath() {
    return Optional.ofNullable(train);
  }

  /** Whether the training data is a folder. */
  public boolean isFolder() {
    return train != null && Files.isDirectory(train);
  }

  /** Refuses combinations without a meaning. */
  public void require(CommandSpec spec) {
    if (!given() || (!demo && train == null)) {
      throw Usage.error(spec, "--train PATH is missing (or --demo, for pictures drawn here)");
    }
    if (demo && (train != null || test != null)) {
      throw Usage.error(
          spec, "--demo draws its own data; --train and --test have no meaning with it");
    }
    if (!demo && demoPictures != null) {
      throw Usage.error(spec, "--demo-pictures has no meaning without --demo");
    }
    if (demoPictures != null && demoPictures < 1) {
      throw Usage.error(spec, "--demo-pictures must be at least 1, not " + demoPictures);
    }
    images.options(spec);
    if (demo) {
      images.requireNone(spec);
    } else {
      images.requireUse(spec, test == null ? List.of(train) : List.of(train, test));
    }
  }

  int imageSize() {
    return demo && images.imageSize == null ? DemoDefaults.IMAGE_SIZE : images.imageSize();
  }

  int pictures() {
    return demoPictures == null ? DemoDefaults.PICTURES : demoPictures;
  }

  /** Pictures held out. */
  int heldOut() {
    return Math.max(1, pictures() / 2);
  }

  /** Reads or draws the data; large folders of decoded pictures are kept. */
  public TrainTest load(CommandSpec spec, long seed, Messages messages) {
    return load(spec, seed, Caching.ofUser(), messages);
  }

  /** Reads or draws the data, and keeps what was decoded. */
  public TrainTest load(CommandSpec spec, long seed, Caching caching, Messages messages) {
    if (demo) {
      return Usage.check(
          spec, () -> DemoPictures.trainTest(pictures(), heldOut(), imageSize(), seed));
    }
    return Datasets.load(
        train,
        Optional.ofNullable(test),
        images.options(spec).withCaching(caching),
        messages.notices());
  }

  /** Puts the options into a configuration. */
  public void describe(Map<String, Object> options) {
    // Absolute, because whoever runs it again may stand elsewhere.
    options.put("train", train == null ? null : train.toAbsolutePath().toString());
    options.put("test", test == null ? null : test.toAbsolutePath().toString());
    options.put("demo", demo);
    options.put("demo_pictures", demo ? pictures() : null);
    images.describe(options, imageSize());
  }
}
