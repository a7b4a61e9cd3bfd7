package oncilla.data.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import oncilla.base.PathText;
import oncilla.data.DataException;

/**
 * The files below a folder that should be pictures, sub-folders included, in the order of the names
 * on the way to each. What systems leave behind is not among them. Links are followed, and each
 * file and folder is taken once: a link back to a folder on the way would never end. For the same
 * reason no link leads to a folder that the listed one lies in.
 */
public final class ImageListing {
  private final Path root;
  private final Set<Path> taken;
  private final List<Path> files = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();
  private final List<Path> repeated = new ArrayList<>();
  private int nested;

  private ImageListing(Path root, Set<Path> elsewhere) {
    this.root = root;
    taken = new HashSet<>(elsewhere);
    taken.add(root);
  }

  /**
   * Lists {@code folder} and all below it.
   *
   * @throws DataException if it, or a folder in it, cannot be listed
   */
  public static ImageListing of(Path folder) {
    return of(folder, Set.of());
  }

  /** The same without the folders {@code elsewhere}, by their real paths, and what is in them. */
  static ImageListing of(Path folder, Set<Path> elsewhere) {
    ImageListing listing = new ImageListing(real(folder), elsewhere);
    listing.add(folder, listing.root, false);
    return listing;
  }

  /** The files. */
  public List<Path> files() {
    return List.copyOf(files);
  }

  /** The sub-folders that have a file of their own, at any depth. */
  List<Path> folders() {
    return List.copyOf(folders);
  }

  /** How many of the files lie in sub-folders. */
  int nested() {
    return nested;
  }

  /** What was passed over because it was taken already, leads back or belongs elsewhere. */
  public List<Path> repeated() {
    return List.copyOf(repeated);
  }

  private void add(Path folder, Path real, boolean below) {
    boolean first = true;
    for (Path entry : entries(folder)) {
      boolean link = Files.isSymbolicLink(entry);
      // A link that leads nowhere is a file that is missing, which whoever reads it will say.
      Path place = link && Files.exists(entry) ? real(entry) : real.resolve(entry.getFileName());
      if (root.startsWith(place) || !taken.add(place)) {
        repeated.add(entry);
      } else if (Files.isDirectory(entry)) {
        add(entry, place, true);
      } else {
        files.add(entry);
        if (below) {
          nested++;
          if (first) {
            folders.add(folder);
          }
        }
        first = false;
      }
    }
  }

  /**
   * What is in {@code folder}, sorted by name, without what systems leave behind.
   *
   * @throws DataException if it cannot be listed
   */
  static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> !isHidden(path))
          .sorted(Comparator.comparing(path -> PathText.of(path.getFileName())))
          .toList();
    } catch (UncheckedIOException e) {
      throw FileBytes.unreadable(folder, e.getCause());
    } catch (IOException e) {
      throw FileBytes.unreadable(folder, e);
    }
  }

  /** The path of a file or folder without links. */
  static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw FileBytes.unreadable(path, e);
    }
  }

  private static boolean isHidden(Path path) {
    try {
      return LeftBehind.is(path.getFileName().toString()) || Files.isHidden(path);
    } catch (IOException e) {
      throw FileBytes.unreadable(path, e);
    }
  }
}
