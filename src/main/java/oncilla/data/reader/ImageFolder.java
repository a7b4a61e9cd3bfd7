package oncilla.data.reader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Expectation;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.data.Matching;
import oncilla.data.Notices;
import oncilla.data.Pixels;
import oncilla.data.cache.PictureCache;
import oncilla.data.image.Picture;
import oncilla.io.DataNames;
import oncilla.io.NamedClasses;

/**
 * A folder with a sub-folder of images per class: one of them is positive, all others are negative.
 * What lies in sub-folders of a class belongs to it. The examples stand in the order of the names
 * of folders and files, on every machine.
 */
final class ImageFolder {
  private final Path folder;
  private final DataOptions options;
  private final Optional<Expectation> expected;
  private final Notices notices;

  private ImageFolder(
      Path folder, DataOptions options, Optional<Expectation> expected, Notices notices) {
    this.folder = folder;
    this.options = options;
    this.expected = expected;
    this.notices = notices;
  }

  /**
   * The rows of the images that can be read, and what is wrong with the others.
   *
   * @param failures by the numbers of the images
   */
  private record Rows(SortedMap<Integer, DataException> failures, Supplier<Features> features) {}

  /** An image and its class. */
  private record Example(Path file, byte label, Path classFolder) {}

  /**
   * Reads all images.
   *
   * @param expected what it has to go with, if anything; then the folder of one class is enough
   */
  static Dataset read(
      Path folder, DataOptions options, Optional<Expectation> expected, Notices notices) {
    return new ImageFolder(folder, options, expected, notices).read();
  }

  private Dataset read() {
    ClassFolders classes = ClassFolders.of(folder, options, expected.isPresent(), notices);
    List<Example> examples = examples(classes);
    ImageGeometry geometry = geometry();
    // Decoding them takes long.
    expected.ifPresent(
        one ->
            Matching.requireKind(folder.toString(), Optional.of(geometry), geometry.size(), one));
    Rows rows = rows(examples, geometry);
    List<Example> readable = leaveOut(examples, rows.failures(), classes);
    byte[] labels = new byte[readable.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = readable.get(i).label();
    }
    return new Dataset(
        folder.toString(),
        rows.features().get(),
        labels,
        List.of(classes.onlyNegative().orElse(options.classNames().get(0)), options.positive()),
        new DataNames(NamedClasses.POSITIVE, classes.negative(), List.of(), "", List.of()),
        readable.stream().map(Example::file).toList());
  }

  private List<Example> examples(ClassFolders classes) {
    List<Example> examples = new ArrayList<>();
    List<Path> nested = new ArrayList<>();
    List<Path> repeated = new ArrayList<>();
    int inNested = 0;
    for (Path path : classes.all()) {
      ImageListing listing = ImageListing.of(path, classes.places());
      if (listing.files().isEmpty()) {
        throw new DataException(path + ": no images");
      }
      classes.requireNoOther(path, listing.folders());
      byte label = (byte) (classes.isPositive(path) ? 1 : 0);
      listing.files().forEach(file -> examples.add(new Example(file, label, path)));
      nested.addAll(listing.folders());
      repeated.addAll(listing.repeated());
      inNested += listing.nested();
    }
    if (inNested > 0) {
      notices.say(
          Message.of(
              folder
                  + ": "
                  + inNested
                  + " of "
                  + examples.size()
                  + " images lie in sub-folders of a class and are read too ("
                  + classes.names(nested)
                  + ")"));
    }
    if (!repeated.isEmpty()) {
      notices.say(
          Message.of(
              folder
                  + ": reached twice by links and read once, or by a link back and not read: "
                  + classes.names(repeated)));
    }
    return examples;
  }

  private ImageGeometry geometry() {
    int size = options.imageSize();
    return new ImageGeometry(size, size, Picture.CHANNELS);
  }

  /** Decoded before and kept, or decoded now. */
  private Rows rows(List<Example> examples, ImageGeometry geometry) {
    double divisor =
        expected.map(Expectation::pixelDivisor).orElse(OptionalDouble.empty()).orElse(Pixels.WHITE);
    return PictureCache.rows(
            options.caching(),
            folder,
            examples.stream().map(Example::file).toList(),
            geometry,
            divisor,
            file -> ImageFile.read(file, options.imageSize()),
            notices)
        .map(kept -> new Rows(kept.failures(), kept::features))
        .orElseGet(() -> inMemory(examples, geometry, divisor));
  }

  private Rows inMemory(List<Example> examples, ImageGeometry geometry, double divisor) {
    int columns = geometry.size();
    requireArray(examples.size(), columns);
    byte[] pixels = new byte[examples.size() * columns];
    DataException[] failures = new DataException[examples.size()];
    // Every image has its place, so the order in which they are decoded does not show.
    IntStream.range(0, failures.length)
        .parallel()
        .forEach(i -> failures[i] = decode(examples.get(i), pixels, i * columns));
    SortedMap<Integer, DataException> failed = new TreeMap<>();
    for (int i = 0; i < failures.length; i++) {
      // What did not fit into memory beside others may fit alone.
      if (failures[i] != null && ImageFile.isMemory(failures[i])) {
        failures[i] = decode(examples.get(i), pixels, i * columns);
      }
      if (failures[i] != null) {
        failed.put(i, failures[i]);
      }
    }
    return new Rows(
        failed,
        () ->
            new Pixels(
                movedTogether(pixels, columns, failures),
                failures.length - failed.size(),
                geometry,
                divisor));
  }

  private void requireArray(int images, int columns) {
    if (columns > FileBytes.MAX / images) {
      int size = options.imageSize();
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
  }

  /** The rows without those of the images that could not be read. */
  private static byte[] movedTogether(byte[] pixels, int columns, DataException[] failures) {
    int rows = 0;
    for (int i = 0; i < failures.length; i++) {
      if (failures[i] == null) {
        System.arraycopy(pixels, i * columns, pixels, rows++ * columns, columns);
      }
    }
    return rows == failures.length ? pixels : Arrays.copyOf(pixels, rows * columns);
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

  /** Stops at unreadable images, or leaves them out. */
  private List<Example> leaveOut(
      List<Example> examples, SortedMap<Integer, DataException> failures, ClassFolders classes) {
    if (failures.isEmpty()) {
      return examples;
    }
    if (!options.skipUnreadable()) {
      DataException first = failures.get(failures.firstKey());
      String others = failures.size() == 1 ? "" : " (and " + (failures.size() - 1) + " others)";
      throw new DataException(
          Message.of(
              first.getMessage() + others + "; ",
              Setting.SKIP_UNREADABLE,
              " leaves such files out"),
          first);
    }
    List<Example> readable = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      if (failures.containsKey(i)) {
        notices.warn(ImageFile.leftOut(examples.get(i).file(), failures.get(i)));
      } else {
        readable.add(examples.get(i));
      }
    }
    for (Path path : classes.all()) {
      if (readable.stream().noneMatch(example -> example.classFolder().equals(path))) {
        throw new DataException(path + ": no readable images");
      }
    }
    return readable;
  }
}
