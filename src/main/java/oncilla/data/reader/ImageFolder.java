package oncilla.data.reader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.io.DataNames;
import oncilla.io.NamedClasses;

/**
 * A folder with a sub-folder of images per class: one of them is positive, all others are negative.
 * The examples stand in the order of the names of folders and files, on every machine.
 */
public final class ImageFolder {
  private final Path folder;
  private final DataOptions options;
  private final boolean oneClass;
  private final Consumer<String> warnings;

  private ImageFolder(
      Path folder, DataOptions options, boolean oneClass, Consumer<String> warnings) {
    this.folder = folder;
    this.options = options;
    this.oneClass = oneClass;
    this.warnings = warnings;
  }

  /** An image and its class. */
  private record Example(Path file, byte label, String className) {}

  /**
   * Reads all images.
   *
   * @param oneClass whether the folder of one class is enough, as it is to measure a model
   */
  static Dataset read(
      Path folder, DataOptions options, boolean oneClass, Consumer<String> warnings) {
    return new ImageFolder(folder, options, oneClass, warnings).read();
  }

  private Dataset read() {
    List<String> classes = classes();
    List<Example> examples = examples(classes);
    ImageGeometry geometry = geometry(examples.size());
    byte[] pixels = new byte[examples.size() * geometry.size()];
    DataException[] failures = new DataException[examples.size()];
    // Every image has its place, so the order in which they are decoded does not show.
    IntStream.range(0, failures.length)
        .parallel()
        .forEach(i -> failures[i] = decode(examples.get(i), pixels, i * geometry.size()));
    List<Example> readable = leaveOut(examples, failures, pixels, geometry.size(), classes);
    byte[] used =
        readable.size() == examples.size()
            ? pixels
            : Arrays.copyOf(pixels, readable.size() * geometry.size());
    byte[] labels = new byte[readable.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = readable.get(i).label();
    }
    return new Dataset(
        folder.toString(),
        new Pixels(used, labels.length, geometry),
        labels,
        List.of(negative(classes), options.positive()),
        new DataNames(
            NamedClasses.POSITIVE,
            classes.stream().filter(name -> !name.equals(options.positive())).toList(),
            List.of(),
            "",
            List.of()));
  }

  /** The names of the sub-folders; with the positive one and at least one other. */
  private List<String> classes() {
    List<String> classes = new ArrayList<>();
    for (Path path : ImageFile.visible(folder)) {
      if (Files.isDirectory(path)) {
        classes.add(path.getFileName().toString());
      } else {
        warnings.accept(path + ": not in the folder of a class, left out");
      }
    }
    if (classes.isEmpty()) {
      throw new DataException(folder + ": no sub-folders, expected one per class");
    }
    if (oneClass && classes.size() == 1 && !options.positiveAsked()) {
      if (!classes.contains(options.positive())) {
        warnings.accept(
            folder
                + ": no sub-folder "
                + options.positive()
                + ", so all images are of other classes");
      }
      return classes;
    }
    if (!classes.contains(options.positive())) {
      throw new DataException(
          folder
              + ": no sub-folder "
              + options.positive()
              + " (the positive class), found "
              + String.join(", ", classes));
    }
    if (classes.size() == 1 && !oneClass) {
      throw new DataException(
          folder + ": only the sub-folder " + classes.get(0) + ", expected another class");
    }
    return classes;
  }

  private String negative(List<String> classes) {
    return classes.size() > 2
        ? options.classNames().get(0)
        : classes.stream()
            .filter(name -> !name.equals(options.positive()))
            .findFirst()
            .orElse(options.classNames().get(0));
  }

  private List<Example> examples(List<String> classes) {
    List<Example> examples = new ArrayList<>();
    for (String name : classes) {
      List<Path> files = ImageFile.visible(folder.resolve(name));
      if (files.isEmpty()) {
        throw new DataException(folder.resolve(name) + ": no images");
      }
      byte label = (byte) (name.equals(options.positive()) ? 1 : 0);
      files.forEach(file -> examples.add(new Example(file, label, name)));
    }
    return examples;
  }

  private ImageGeometry geometry(int images) {
    int size = options.imageSize();
    long bytes = (long) RgbRows.CHANNELS * size * size;
    if (bytes > FileBytes.MAX / images) {
      throw new DataException(
          folder
              + ": "
              + images
              + " images of "
              + size
              + " x "
              + size
              + " are more than "
              + FileBytes.MAX
              + " bytes");
    }
    return new ImageGeometry(size, size, RgbRows.CHANNELS);
  }

  /** Decodes into its place; returns what is wrong, or null. */
  private DataException decode(Example example, byte[] pixels, int offset) {
    try {
      byte[] image = ImageFile.read(example.file(), options.imageSize());
      System.arraycopy(image, 0, pixels, offset, image.length);
      return null;
    } catch (DataException e) {
      return e;
    }
  }

  /** Stops at unreadable images, or moves the readable ones together. */
  private List<Example> leaveOut(
      List<Example> examples,
      DataException[] failures,
      byte[] pixels,
      int size,
      List<String> classes) {
    List<DataException> failed = Arrays.stream(failures).filter(Objects::nonNull).toList();
    if (failed.isEmpty()) {
      return examples;
    }
    if (!options.skipUnreadable()) {
      DataException first = failed.get(0);
      String others = failed.size() == 1 ? "" : " (and " + (failed.size() - 1) + " others)";
      throw new DataException(
          Message.of(
              first.getMessage() + others + "; ",
              Setting.SKIP_UNREADABLE,
              " leaves such files out"),
          first);
    }
    List<Example> readable = new ArrayList<>();
    for (int i = 0; i < failures.length; i++) {
      if (failures[i] == null) {
        System.arraycopy(pixels, i * size, pixels, readable.size() * size, size);
        readable.add(examples.get(i));
      } else {
        warnings.accept(failures[i].getMessage() + "; left out");
      }
    }
    for (String name : classes) {
      if (readable.stream().noneMatch(example -> example.className().equals(name))) {
        throw new DataException(folder.resolve(name) + ": no readable images");
      }
    }
    return readable;
  }
}
