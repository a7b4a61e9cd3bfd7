package oncilla.data.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import javax.imageio.IIOException;

/**
 * The chunks of a WebP file: a name of four letters, a length, that many bytes, filled up to an
 * even number. The decoder takes what it finds; here it is checked that all of it is there and that
 * the picture fills its place, and the rest is found that a picture needs.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9649">RFC 9649</a>
 */
final class WebpChunks {
  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;

  /** What is around a frame is in no byte of the file, so any size could be said. */
  private static final int MOST_CANVAS = 1 << 24;

  private static final int LOSSY = fourLetters("VP8 ");
  private static final int LOSSLESS = fourLetters("VP8L");
  private static final int EXTENDED = fourLetters("VP8X");
  private static final int FRAME = fourLetters("ANMF");
  private static final int PROFILE = fourLetters("ICCP");
  private static final int EXIF = fourLetters("EXIF");
  private static final byte[] EXIF_START = {'E', 'x', 'i', 'f', 0, 0};

  private final ByteBuffer file;
  private Optional<ByteBuffer> exif = Optional.empty();
  private Optional<Place> canvas = Optional.empty();
  private Optional<Place> picture = Optional.empty();

  /** Whether the picture's code was met, and not just its place. */
  private boolean coded;

  /**
   * A rectangle of pixels.
   *
   * @param left columns before it
   * @param top rows above it
   * @param width its columns
   * @param height its rows
   */
  record Place(int left, int top, int width, int height) {}

  private WebpChunks(byte[] webp) {
    file = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The chunks of a file.
   *
   * @throws EOFException if the file ends before its last chunk
   * @throws IIOException if it holds no picture, or one of another size than it says
   */
  static WebpChunks of(byte[] webp) throws EOFException, IIOException {
    WebpChunks chunks = new WebpChunks(webp);
    long end = CHUNK_HEADER + Integer.toUnsignedLong(chunks.file.getInt(4));
    if (end > webp.length) {
      throw new EOFException();
    }
    chunks.visit(HEADER, (int) end, chunks::take);
    if (!chunks.coded) {
      throw new IIOException("there is no picture in it");
    }
    Place all = chunks.canvas();
    Place shown = chunks.picture();
    if ((long) shown.left() + shown.width() > all.width()
        || (long) shown.top() + shown.height() > all.height()) {
      throw new IIOException("its first frame does not lie on its canvas");
    }
    if (!all.equals(shown) && (long) all.width() * all.height() > MOST_CANVAS) {
      throw new IIOException(
          "its first frame lies on a canvas of %d x %d, expected at most %d pixels"
              .formatted(all.width(), all.height(), MOST_CANVAS));
    }
    return chunks;
  }

  /** The Exif of the file. */
  Optional<ByteBuffer> exif() {
    return exif;
  }

  /** What is shown: the picture, and a transparent ground around the first frame of a film. */
  Place canvas() {
    return canvas.orElseGet(this::picture);
  }

  /** Where the picture, or the first frame of a film, lies on the canvas. */
  Place picture() {
    return picture.orElseThrow();
  }

  /** {@code image} where it belongs on the canvas, of which the rest is white. */
  BufferedImage onCanvas(BufferedImage image) {
    Place all = canvas();
    if (all.width() == image.getWidth() && all.height() == image.getHeight()) {
      return image;
    }
    BufferedImage result =
        new BufferedImage(all.width(), all.height(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = result.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, all.width(), all.height());
    graphics.drawImage(image, picture().left(), picture().top(), null);
    graphics.dispose();
    return result;
  }

  /** Takes a chunk of the file. */
  private interface Visitor {
    /** The chunk {@code name}, whose bytes lie from {@code start} to {@code end}. */
    void chunk(int name, int start, int end) throws EOFException, IIOException;
  }

  private void visit(int from, int end, Visitor visitor) throws EOFException, IIOException {
    long at = from;
    while (at + CHUNK_HEADER <= end) {
      int start = (int) at + CHUNK_HEADER;
      long next = start + Integer.toUnsignedLong(file.getInt(start - 4));
      if (next > end) {
        throw new EOFException();
      }
      visitor.chunk(file.getInt((int) at), start, (int) next);
      at = next + (next - start) % 2;
    }
  }

  private void take(int name, int start, int end) throws EOFException, IIOException {
    if (name == EXTENDED) {
      require(end - start, 10);
      canvas = Optional.of(place(0, 0, 1 + threeBytes(start + 4), 1 + threeBytes(start + 7)));
    } else if (name == PROFILE) {
      // The decoder finds memory for what a profile says of its size, which stands first in it.
      require(end - start, Integer.toUnsignedLong(Integer.reverseBytes(profileSize(start, end))));
    } else if (name == EXIF) {
      exif = exif.or(() -> Optional.of(withoutStart(file.slice(start, end - start))));
    } else if (name == FRAME && picture.isEmpty()) {
      require(end - start, FRAME_HEADER);
      picture =
          Optional.of(
              place(
                  2 * threeBytes(start),
                  2 * threeBytes(start + 3),
                  1 + threeBytes(start + 6),
                  1 + threeBytes(start + 9)));
      visit(start + FRAME_HEADER, end, this::compare);
    } else {
      compare(name, start, end);
    }
  }

  /** Looks at a chunk that may be the picture's. */
  private void compare(int name, int start, int end) throws IIOException {
    if (coded || (name != LOSSY && name != LOSSLESS)) {
      return;
    }
    require(end - start, 10);
    Place size = name == LOSSY ? lossy(start) : lossless(start);
    Place said = picture.or(() -> canvas).orElse(size);
    if (said.width() != size.width() || said.height() != size.height()) {
      throw new IIOException(
          "a picture of %d x %d, said to be %d x %d"
              .formatted(size.width(), size.height(), said.width(), said.height()));
    }
    picture = Optional.of(said);
    coded = true;
  }

  private Place lossy(int start) {
    return place(0, 0, file.getShort(start + 6) & 0x3fff, file.getShort(start + 8) & 0x3fff);
  }

  private Place lossless(int start) {
    int bits = file.getInt(start + 1);
    return place(0, 0, 1 + (bits & 0x3fff), 1 + (bits >>> 14 & 0x3fff));
  }

  private static Place place(int left, int top, int width, int height) {
    return new Place(left, top, width, height);
  }

  /** Some writers begin the Exif as a JPEG file does. */
  private static ByteBuffer withoutStart(ByteBuffer exif) {
    int length = EXIF_START.length;
    boolean started =
        exif.limit() >= length && exif.slice(0, length).equals(ByteBuffer.wrap(EXIF_START));
    return started ? exif.slice(length, exif.limit() - length) : exif;
  }

  private int profileSize(int start, int end) throws IIOException {
    require(end - start, 4);
    return file.getInt(start);
  }

  private static void require(int length, long least) throws IIOException {
    if (length < least) {
      throw new IIOException("a chunk of " + length + " bytes, expected at least " + least);
    }
  }

  private int threeBytes(int at) {
    return file.get(at) & 0xff | (file.get(at + 1) & 0xff) << 8 | (file.get(at + 2) & 0xff) << 16;
  }

  private static int fourLetters(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }
}
