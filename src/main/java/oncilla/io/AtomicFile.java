package oncilla.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that appear whole or not at all: written beside the target under another name, flushed to
 * the disk, renamed, and the folder flushed. A reader sees the old file or the new one, never a
 * half, and a failure leaves the old one and no litter.
 */
public final class AtomicFile {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String PART = ".part";

  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to {@code out}, which is buffered and closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code content} to {@code target}, replacing it.
   *
   * @throws IOException if writing or renaming fails; what {@code content} throws passes through
   */
  public static void write(Path target, Content content) throws IOException {
    Path absolute = target.toAbsolutePath();
    // Not Files.createTempFile: its files can be read by nobody else, and the rename keeps that.
    Path beside =
        absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + PART);
    try (FileChannel channel =
            FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out =
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
    } catch (IOException | RuntimeException | Error failure) {
      delete(beside, failure);
      throw failure;
    }
    try {
      Files.move(beside, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException failure) {
      delete(beside, failure);
      throw failure;
    }
    flushFolder(absolute.getParent());
  }

  /**
   * Removes what writers that were killed left in a folder: files under the other names. Only for
   * one to whom the folder belongs, as another's file may just be about to be renamed.
   *
   * @throws IOException if one cannot be removed
   */
  public static void removeLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*" + PART)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** A name lasts through a power cut when its folder is on the disk; not every system can. */
  private static void flushFolder(Path folder) throws IOException {
    FileChannel opened;
    try {
      opened = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException notOpenedLikeAFile) {
      return;
    }
    try (opened) {
      opened.force(true);
    }
  }

  /** Writes {@code text} in UTF-8 to {@code target}, replacing it. */
  public static void writeText(Path target, String text) throws IOException {
    write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void delete(Path file, Throwable because) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException alsoFailed) {
      because.addSuppressed(alsoFailed);
    }
  }
}
