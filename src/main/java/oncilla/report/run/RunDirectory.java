package oncilla.report.run;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oncilla.report.OutputException;
import oncilla.report.Reasons;

/**
 * The folder of one run, and the names of the files in it. The folder may be missing or empty at
 * the start; a folder with content belongs to somebody else.
 */
public final class RunDirectory {
  private final Path path;

  /** Folders that were made for this run, the outermost last. */
  private final Deque<Path> made;

  private RunDirectory(Path path, Deque<Path> made) {
    this.path = path;
    this.made = made;
  }

  /**
   * Creates the folder if it is missing and tries to write in it. If that fails, nothing is left.
   *
   * @throws OutputException if it is a file, has content, or cannot be written
   */
  public static RunDirectory create(Path path) {
    Deque<Path> made = new ArrayDeque<>();
    try {
      if (Files.exists(path)) {
        requireEmpty(path);
      } else {
        make(path.toAbsolutePath().normalize(), made);
      }
    } catch (IOException e) {
      throw cannot(path, e, made);
    }
    try {
      Files.delete(Files.createTempFile(path, ".try", ".part"));
    } catch (IOException e) {
      throw cannot(path, e, made);
    }
    return new RunDirectory(path, made);
  }

  private static void requireEmpty(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new OutputException(path + ": is a file, expected a missing or empty folder");
    }
    try (Stream<Path> content = Files.list(path)) {
      Optional<Path> first = content.map(Path::getFileName).sorted().findFirst();
      if (first.isPresent()) {
        throw new OutputException(
            path + ": holds " + first.get() + ", expected a missing or empty folder");
      }
    }
  }

  private static void make(Path path, Deque<Path> made) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path at = path;
    for (; at != null && !Files.exists(at); at = at.getParent()) {
      missing.push(at);
    }
    if (at != null && !Files.isDirectory(at)) {
      throw new OutputException(path + ": cannot be made: " + at + " is a file");
    }
    for (Path folder : missing) {
      Files.createDirectory(folder);
      made.push(folder);
    }
  }

  private static OutputException cannot(Path path, IOException cause, Deque<Path> made) {
    OutputException failure =
        new OutputException(path + ": cannot be written: " + Reasons.of(cause), cause);
    try {
      removeIfEmpty(made);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static void removeIfEmpty(Deque<Path> made) throws IOException {
    for (Path folder : List.copyOf(made)) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException holdsSomething) {
        return;
      }
    }
  }

  /**
   * Removes the folder again, with the parents that were made for it, if nothing was written to it;
   * for runs that fail early.
   *
   * @throws OutputException if it is empty and cannot be removed
   */
  public void removeIfUnused() {
    try {
      removeIfEmpty(made);
    } catch (IOException e) {
      throw new OutputException(path + ": cannot be removed: " + Reasons.of(e), e);
    }
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** The file with everything needed to run again. */
  public Path config() {
    return path.resolve("config.json");
  }

  /** The file of costs, one line each. */
  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /** The file of accuracies, costs and time after the last update. */
  public Path result() {
    return path.resolve("result.json");
  }

  /** The file of the trained model. */
  public Path model() {
    return path.resolve("model.safetensors");
  }

  /** The file of the cost plot. */
  public Path plot() {
    return path.resolve("cost.png");
  }

  /** The folder of states to resume from; created with the first of them. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }
}
