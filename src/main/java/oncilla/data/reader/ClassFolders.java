package oncilla.data.reader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oncilla.base.Message;
import oncilla.base.PathText;
import oncilla.base.Setting;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Notices;
import oncilla.data.Trouble;

/**
 * The sub-folders of a folder of images, a class each: the positive one, and at least one other.
 */
final class ClassFolders {
  private static final int NAMES_SHOWN = 5;

  private final Path folder;
  private final String wanted;
  private final boolean oneIsEnough;
  private final List<Path> all;
  private final Set<Path> places = new HashSet<>();
  private Optional<Path> positive = Optional.empty();

  private ClassFolders(Path folder, String wanted, boolean oneIsEnough, List<Path> all) {
    this.folder = folder;
    this.wanted = wanted;
    this.oneIsEnough = oneIsEnough;
    this.all = List.copyOf(all);
  }

  /**
   * The classes in {@code folder}.
   *
   * @param folder with a sub-folder per class
   * @param options with the name of the positive class; a folder whose name differs in letter case
   *     only is taken for it
   * @param oneClass whether the folder of one class is enough; it need not be the positive one
   *     where nobody asked for that by name
   * @param notices takes a line if it does, and one about files beside the folders
   * @throws DataException if there is no such class, or no other
   */
  static ClassFolders of(Path folder, DataOptions options, boolean oneClass, Notices notices) {
    List<Path> folders = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    for (Path path : ImageListing.entries(folder)) {
      (Files.isDirectory(path) ? folders : files).add(path);
    }
    ClassFolders classes = new ClassFolders(folder, options.positive(), oneClass, folders);
    if (!files.isEmpty()) {
      String line =
          files.size() == 1
              ? files.get(0) + ": not in the folder of a class, left out"
              : folder
                  + ": "
                  + files.size()
                  + " files are not in the folder of a class, left out ("
                  + classes.names(files)
                  + ")";
      notices.warn(new Trouble(Trouble.Kind.IN_NO_CLASS, folder.toString(), Message.of(line)));
    }
    classes.findPositive(options.positiveAsked(), notices);
    classes.findPlaces();
    return classes;
  }

  private void findPositive(boolean asked, Notices notices) {
    if (all.isEmpty()) {
      throw new DataException(folder + ": no sub-folders, expected one per class");
    }
    List<Path> alike = all.stream().filter(this::isNamedAsPositive).toList();
    if (alike.isEmpty() && oneIsEnough && all.size() == 1 && !asked) {
      notices.warn(
          new Trouble(
              Trouble.Kind.NO_POSITIVE,
              folder.toString(),
              Message.of(
                  folder + ": no sub-folder " + wanted + ", so all images are of other classes")));
      return;
    }
    if (alike.isEmpty()) {
      throw new DataException(missing());
    }
    if (alike.size() > 1) {
      throw new DataException(
          folder + ": the names of " + names(alike) + " differ in letter case only");
    }
    if (all.size() == 1 && !oneIsEnough) {
      throw new DataException(
          folder + ": only the sub-folder " + names(all) + ", expected another class");
    }
    String found = name(alike.get(0));
    positive = Optional.of(alike.get(0));
    if (!found.equals(wanted)) {
      notices.say(Message.of(folder + ": " + found + " is taken for the positive class " + wanted));
    }
  }

  private Message missing() {
    String found =
        folder + ": no sub-folder " + wanted + " (the positive class), found " + names(all);
    return all.stream()
        .filter(path -> ImageListing.entries(path).stream().anyMatch(this::isPositiveFolder))
        .findFirst()
        .map(path -> Message.of(found + "; " + name(path) + " has one, so try " + path))
        .orElse(Message.of(found + "; ", Setting.POSITIVE, " names another"));
  }

  private void findPlaces() {
    Map<Path, Path> byPlace = new HashMap<>();
    Path root = ImageListing.real(folder);
    for (Path path : all) {
      Path place = ImageListing.real(path);
      Path same = byPlace.put(place, path);
      if (same != null || root.startsWith(place)) {
        throw new DataException(
            path
                + ": a link to "
                + (same == null ? "a folder that it lies in" : "the same folder as " + same));
      }
    }
    places.addAll(byPlace.keySet());
  }

  /** All of them, sorted by name. */
  List<Path> all() {
    return all;
  }

  /** Whether {@code path}, one of them, is the positive one. */
  boolean isPositive(Path path) {
    return positive.equals(Optional.of(path));
  }

  /** The names of the others. */
  List<String> negative() {
    return all.stream().filter(path -> !isPositive(path)).map(ClassFolders::name).toList();
  }

  /** Where they lie, without links. */
  Set<Path> places() {
    return Set.copyOf(places);
  }

  /** The name of the other class, if there is just one. */
  Optional<String> onlyNegative() {
    return negative().size() == 1 ? Optional.of(negative().get(0)) : Optional.empty();
  }

  /**
   * Refuses a negative class with a sub-folder of the positive one's name: what is in it would have
   * the wrong label.
   */
  void requireNoOther(Path classFolder, List<Path> inside) {
    if (isPositive(classFolder)) {
      return;
    }
    for (Path path : inside) {
      Stream<Path> steps = Stream.iterate(path, step -> !step.equals(classFolder), Path::getParent);
      if (steps.anyMatch(this::isNamedAsPositive)) {
        throw new DataException(
            path
                + ": has the name of the positive class, but its images would be negative as all in "
                + classFolder);
      }
    }
  }

  /** Some of the names of {@code paths}, as seen from the folder. */
  String names(List<Path> paths) {
    String some =
        paths.stream()
            .limit(NAMES_SHOWN)
            .map(path -> PathText.of(folder.relativize(path)))
            .collect(Collectors.joining(", "));
    int more = paths.size() - NAMES_SHOWN;
    return more > 0 ? some + " and " + more + " more" : some;
  }

  private boolean isPositiveFolder(Path path) {
    return Files.isDirectory(path) && isNamedAsPositive(path);
  }

  private boolean isNamedAsPositive(Path path) {
    return folded(name(path)).equals(folded(wanted));
  }

  /** Without letter case; and macOS writes a letter with an accent as two characters. */
  private static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  private static String name(Path path) {
    return PathText.of(path.getFileName());
  }
}
