package oncilla.data.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadWarningListener;

/**
 * What a decoder says while it reads. Some fill what is missing with grey, or leave it out, and
 * only warn; the one for GIF does not even warn, but counts the rows that it has made. Such an
 * image is not the one that was taken. Superfluous bytes between the segments of a JPEG are
 * harmless and common.
 */
final class DecoderReport implements IIOReadWarningListener, IIOReadProgressListener {
  private static final List<String> FATAL =
      List.of(
          "premature end",
          "truncated",
          "corrupt",
          "not implemented",
          "unknown webp",
          "nothing to decode");

  private static final String HARMLESS = "extraneous bytes";

  private final boolean rows;
  private String fatal;
  private float percent;

  private DecoderReport(boolean rows) {
    this.rows = rows;
  }

  /**
   * Hears what {@code reader} says from now on.
   *
   * @param rows whether it counts all rows that it makes; others only lose time by it
   */
  static DecoderReport of(ImageReader reader, boolean rows) {
    DecoderReport report = new DecoderReport(rows);
    reader.addIIOReadWarningListener(report);
    if (rows) {
      reader.addIIOReadProgressListener(report);
    }
    return report;
  }

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    boolean damaged = FATAL.stream().anyMatch(text::contains) && !text.contains(HARMLESS);
    if (damaged && fatal == null) {
      fatal = warning;
    }
  }

  @Override
  public void imageProgress(ImageReader source, float percentageDone) {
    percent = percentageDone;
  }

  /**
   * Refuses an image that is not whole.
   *
   * @throws IOException with the first warning that says so, or if there were fewer rows
   */
  void requireWhole() throws IOException {
    if (fatal != null) {
      throw new IIOException(fatal);
    }
    if (rows && percent < 100) {
      throw new EOFException();
    }
  }

  @Override
  public void sequenceStarted(ImageReader source, int minIndex) {}

  @Override
  public void sequenceComplete(ImageReader source) {}

  @Override
  public void imageStarted(ImageReader source, int imageIndex) {}

  @Override
  public void imageComplete(ImageReader source) {}

  @Override
  public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

  @Override
  public void thumbnailProgress(ImageReader source, float percentageDone) {}

  @Override
  public void thumbnailComplete(ImageReader source) {}

  @Override
  public void readAborted(ImageReader source) {}
}
