package oncilla.train.checkpoint;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oncilla.io.AtomicFile;
import oncilla.io.FormatException;

/**
 * The folder {@code checkpoints}: {@code NNNNNNNN.safetensors} for the state after that many
 * updates, and {@code best.safetensors}. A file is removed only when a newer one is on the disk.
 *
 * @param path the folder, which is made with the first file in it
 * @param file how a state becomes a file
 */
public record CheckpointFolder(Path path, CheckpointFile file) {
  private static final String BEST = "best.safetensors";
  private static final Pattern NUMBERED = Pattern.compile("([0-9]{8,18})\\.safetensors");

  /** What was found to go on from. */
  public record Found(Path file, TrainingState state) {}

  /**
   * A file that cannot be gone on from.
   *
   * @param reason one line that begins with the file
   */
  public record PassedOver(Path file, String reason) {}

  /**
   * What a search found.
   *
   * @param newest the newest state that is whole
   * @param passedOver files that are newer, and why they were not taken
   */
  public record Search(Optional<Found> newest, List<PassedOver> passedOver) {}

  /**
   * Writes the state and removes all but the last {@code keep}.
   *
   * @param best written as well, behind the state that names it
   * @throws IOException if it cannot be written; then nothing is removed
   */
  public void save(TrainingState state, Optional<TrainingState> best, int keep) throws IOException {
    Files.createDirectories(path);
    file.write(path.resolve("%08d.safetensors".formatted(state.step())), state);
    if (best.isPresent()) {
      file.write(path.resolve(BEST), best.get());
    }
    List<Path> all = numbered();
    for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
      Files.deleteIfExists(old);
    }
  }

  /**
   * Writes the file that a finished run keeps.
   *
   * @throws IOException if it cannot be written
   */
  public void saveBest(TrainingState best) throws IOException {
    Files.createDirectories(path);
    file.write(path.resolve(BEST), best);
  }

  /**
   * Removes all but the best, if that is there.
   *
   * @throws IOException if one cannot be removed
   */
  public void keepBestAlone() throws IOException {
    if (Files.exists(path.resolve(BEST))) {
      for (Path old : numbered()) {
        Files.deleteIfExists(old);
      }
    }
  }

  /** Whether there is any file of a state, whole or not. */
  public boolean isEmpty() throws IOException {
    return !Files.exists(path.resolve(BEST)) && numbered().isEmpty();
  }

  /**
   * Looks for the newest state that is whole: from the last one back, and then the best.
   *
   * @throws IOException if the folder cannot be read
   */
  public Search search() throws IOException {
    List<Path> candidates = new ArrayList<>(numbered());
    if (Files.exists(path.resolve(BEST))) {
      candidates.add(path.resolve(BEST));
    }
    List<PassedOver> passedOver = new ArrayList<>();
    Optional<Found> newest = Optional.empty();
    for (Path candidate : candidates) {
      if (newest.isPresent() && !candidate.endsWith(BEST)) {
        continue;
      }
      try {
        TrainingState state = file.read(candidate);
        requireName(candidate, state);
        if (newest.isEmpty() || state.step() > newest.get().state().step()) {
          newest = Optional.of(new Found(candidate, state));
        }
      } catch (FormatException refused) {
        passedOver.add(new PassedOver(candidate, refused.getMessage()));
      }
    }
    return new Search(newest, passedOver);
  }

  private static void requireName(Path file, TrainingState state) {
    Matcher name = NUMBERED.matcher(file.getFileName().toString());
    if (name.matches() && Long.parseLong(name.group(1)) != state.step()) {
      throw new FormatException(
          "%s: holds the state after %d updates, expected that of its name"
              .formatted(file, state.step()));
    }
  }

  /** Files of states, the newest first; what a killed writer left is removed. */
  private List<Path> numbered() throws IOException {
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(path)) {
      return files;
    }
    AtomicFile.removeLeftovers(path);
    try (DirectoryStream<Path> content = Files.newDirectoryStream(path)) {
      for (Path entry : content) {
        if (NUMBERED.matcher(entry.getFileName().toString()).matches()) {
          files.add(entry);
        }
      }
    }
    files.sort(Comparator.comparingLong(CheckpointFolder::number).reversed());
    return files;
  }

  private static long number(Path file) {
    Matcher name = NUMBERED.matcher(file.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }
}
