package oncilla.report.run;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oncilla.base.Reasons;
import oncilla.data.DataException;
import oncilla.io.AtomicFile;
import oncilla.io.ProcessLock;
import oncilla.report.OutputException;

/**
 * The folder of one run, and the names of the files in it. The folder may be missing or empty at
 * the start; a folder with content belongs to somebody else. Until it is closed no other process
 * gets the same one ({@link ProcessLock}).
 */
public final class RunDirectory implements AutoCloseable {
  /** The file that is locked while the run goes on; hidden, as it is nobody's result. */
  static final String LOCK = ".oncilla-lock";

  private static final String CONFIG = "config.json";

  /** Another run may remove a parent that it made, just when this one needs it. */
  private static final int TRIES = 100;

  private final Path path;
  private final ProcessLock lock;

  /** Folders that were made for this run, the outermost last. */
  private final Deque<Path> made;

  private RunDirectory(Path path, ProcessLock lock, Deque<Path> made) {
    this.path = path;
    this.lock = lock;
    this.made = made;
  }

  /**
   * Takes the folder {@code path} for a run, and creates it if it is missing. If that fails,
   * nothing is left.
   *
   * @throws OutputException if it is a file, has content, is in use by another process, or cannot
   *     be written or locked
   */
  public static RunDirectory create(Path path) {
    return take(path, false).orElseThrow();
  }

  /**
   * Creates a folder for a run where none is: {@code path}, or where that name is taken the same
   * with {@code -2}, {@code -3} and so on behind it. Of two runs at once each gets its own.
   *
   * @throws OutputException if it cannot be written or locked
   */
  public static RunDirectory createNew(Path path) {
    for (int i = 1; ; i++) {
      Path named = i == 1 ? path : path.resolveSibling(path.getFileName() + "-" + i);
      Optional<RunDirectory> directory = take(named, true);
      if (directory.isPresent()) {
        return directory.get();
      }
    }
  }

  /**
   * Takes the folder of a run that is to go on. What a killed process left half written in it is
   * removed.
   *
   * @throws DataException if there is no such run
   * @throws OutputException if it is in use by another process, or cannot be written or locked
   */
  public static RunDirectory goOn(Path path) {
    if (!Files.isDirectory(path)) {
      throw new DataException(
          path + (Files.exists(path) ? ": not a folder" : ": no such folder") + ", expected a run");
    }
    if (!Files.isRegularFile(path.resolve(CONFIG))) {
      throw new DataException(path + ": holds no " + CONFIG + ", expected a run of train");
    }
    try {
      ProcessLock lock =
          ProcessLock.take(path.resolve(LOCK))
              .orElseThrow(() -> new OutputException(path + ": in use by another process"));
      RunDirectory directory = new RunDirectory(path, lock, new ArrayDeque<>());
      AtomicFile.removeLeftovers(path);
      return directory;
    } catch (IOException e) {
      throw OutputException.cannotWrite(path, e);
    }
  }

  /**
   * Removes what a run writes when it is done, as it is to be done again: the result, and folders
   * that must not be there.
   *
   * @throws OutputException if something cannot be removed
   */
  public void removeEnd() {
    try {
      Files.deleteIfExists(result());
      for (String folder : List.of("wrong", "pictures")) {
        removeFolder(path.resolve(folder));
      }
    } catch (IOException e) {
      throw new OutputException(path + ": cannot be removed: " + Reasons.of(e), e);
    }
  }

  private static void removeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> content = Files.list(folder)) {
        for (Path file : content.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /** Empty if the folder must be new and is not. */
  private static Optional<RunDirectory> take(Path path, boolean mustBeNew) {
    Deque<Path> made = new ArrayDeque<>();
    try {
      for (int i = 1; ; i++) {
        try {
          return tryToTake(path, mustBeNew, made);
        } catch (NoSuchFileException removedMeanwhile) {
          if (i == TRIES) {
            throw removedMeanwhile;
          }
        }
      }
    } catch (IOException e) {
      throw undone(OutputException.cannotWrite(path, e), made);
    } catch (OutputException refused) {
      throw undone(refused, made);
    }
  }

  private static Optional<RunDirectory> tryToTake(Path path, boolean mustBeNew, Deque<Path> made)
      throws IOException {
    Path folder = path.toAbsolutePath().normalize();
    makeParents(folder, made);
    try {
      Files.createDirectory(folder);
      made.push(folder);
    } catch (FileAlreadyExistsException exists) {
      // What is there is left alone, empty or not: another run may be about to use it.
      if (mustBeNew) {
        return Optional.empty();
      }
      if (Files.exists(path)) {
        requireEmpty(path);
      } else {
        throw exists; // a link to nowhere
      }
    }
    ProcessLock lock = ProcessLock.take(path.resolve(LOCK)).orElseThrow(() -> inUse(path));
    try {
      // Once more: what was there before the lock was taken may have been another's beginning.
      requireEmpty(path);
    } catch (IOException | RuntimeException failure) {
      try {
        lock.close();
      } catch (IOException consequence) {
        failure.addSuppressed(consequence);
      }
      throw failure;
    }
    return Optional.of(new RunDirectory(path, lock, made));
  }

  private static void requireEmpty(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new OutputException(path + ": is a file, expected a missing or empty folder");
    }
    try (Stream<Path> content = Files.list(path)) {
      Path lock = path.getFileSystem().getPath(LOCK);
      Optional<Path> first =
          content.map(Path::getFileName).filter(name -> !name.equals(lock)).sorted().findFirst();
      if (first.isPresent()) {
        throw ProcessLock.isTaken(path.resolve(LOCK))
            ? inUse(path)
            : new OutputException(
                path + ": holds " + first.get() + ", expected a missing or empty folder");
      }
    }
  }

  private static OutputException inUse(Path path) {
    return new OutputException(
        path + ": in use by another process, expected a missing or empty folder");
  }

  private static void makeParents(Path path, Deque<Path> made) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path at = path.getParent();
    for (; at != null && !Files.exists(at); at = at.getParent()) {
      missing.push(at);
    }
    if (at != null && !Files.isDirectory(at)) {
      throw new OutputException(path + ": cannot be made: " + at + " is a file");
    }
    for (Path folder : missing) {
      try {
        Files.createDirectory(folder);
        made.push(folder);
      } catch (FileAlreadyExistsException another) {
        if (!Files.isDirectory(folder)) {
          throw another;
        }
      }
    }
  }

  private static OutputException undone(OutputException failure, Deque<Path> made) {
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
   * Refuses a folder that has no room for what is to be written there. A file system that does not
   * tell its size, and a quota, show only when something is written.
   *
   * @param bytes how much that is at least
   * @param what it is, such as {@code the model}
   * @throws OutputException if there are fewer bytes free
   */
  public void requireSpace(long bytes, String what) {
    Optional<String> refusal = lacksSpace(bytes, what);
    if (refusal.isPresent()) {
      throw new OutputException(refusal.get());
    }
  }

  /** What {@link #requireSpace} would say, if anything. */
  public Optional<String> lacksSpace(long bytes, String what) {
    long free;
    try {
      FileStore store = Files.getFileStore(path);
      free = store.getTotalSpace() == 0 ? Long.MAX_VALUE : store.getUsableSpace();
    } catch (IOException unknown) {
      return Optional.empty();
    }
    return free < 0 || free >= bytes
        ? Optional.empty()
        : Optional.of(
            "%s: too little space on the disk: %s takes %d bytes, and %d are free; make room, or choose"
                    .formatted(path, what, bytes, free)
                + " a folder on another disk");
  }

  /**
   * Gives the folder up, and removes it, with the parents that were made for it, if nothing was
   * written to it; for runs that fail early.
   *
   * @throws OutputException if it is empty and cannot be removed
   */
  public void removeIfUnused() {
    try {
      lock.close();
      removeIfEmpty(made);
    } catch (IOException e) {
      throw new OutputException(path + ": cannot be removed: " + Reasons.of(e), e);
    }
  }

  /**
   * Gives the folder up: others may look whether they can use it.
   *
   * @throws OutputException if what marked it as used cannot be removed
   */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw OutputException.cannotWrite(path, e);
    }
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** The file with everything needed to run again. */
  public Path config() {
    return path.resolve(CONFIG);
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
