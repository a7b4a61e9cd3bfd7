package oncilla.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Half a picture is none: what decoders make of the rest was never seen by a camera. */
class IncompletePictureTest {
  /** Cuts everywhere near the end, where it is hardest to tell, and at every fifth byte before. */
  private static int accepted(byte[] whole) throws IOException {
    byte[] expected = Picture.square(whole, 8);
    int accepted = 0;
    for (int length = 0; length < whole.length; length += length < whole.length - 40 ? 5 : 1) {
      try {
        // Some formats end with bytes that say nothing about the pixels.
        assertArrayEquals(
            expected, Picture.square(Arrays.copyOf(whole, length), 8), "cut to " + length);
        accepted++;
      } catch (IOException | RuntimeException refused) {
        assertTrue(length < whole.length);
      }
    }
    return accepted;
  }

  @ParameterizedTest
  @CsvSource({
    "jpeg, false, 0",
    "jpeg, true, 0",
    "png, false, 0",
    "png, true, 0",
    "gif, false, 4",
    "gif, true, 4",
    "bmp, false, 4",
    "tiff, false, 0"
  })
  void isRefusedWhereverItIsCut(String format, boolean progressive, int harmless)
      throws IOException {
    BufferedImage image = ImageSamples.picture(61, 53, BufferedImage.TYPE_3BYTE_BGR);
    int accepted = accepted(ImageSamples.encode(image, format, progressive));
    assertTrue(accepted <= harmless, accepted + " cut files were taken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lossy.webp",
        "lossless.webp",
        "lossy-alpha.webp",
        "lossless-alpha.webp",
        "animated.webp",
        "animated.png",
        "cmyk.tif"
      })
  void isRefusedWhereverOthersFilesAreCut(String name) throws IOException {
    int accepted = accepted(ImageSamples.resource(name));
    assertTrue(accepted == 0, accepted + " cut files were taken");
  }

  /** As a download leaves it that reserved its space before. */
  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png", "gif"})
  void isRefusedIfZerosFillItsPlace(String format) throws IOException {
    byte[] file =
        ImageSamples.encode(ImageSamples.picture(61, 53, BufferedImage.TYPE_3BYTE_BGR), format);
    Arrays.fill(file, 2 * file.length / 3, file.length, (byte) 0);
    assertThrows(IOException.class, () -> Picture.square(file, 8));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isRefusedIfAJpegWasClosedTooEarly(boolean progressive) throws IOException {
    BufferedImage image = ImageSamples.picture(61, 53, BufferedImage.TYPE_3BYTE_BGR);
    byte[] whole = ImageSamples.encode(image, "jpeg", progressive);
    byte[] closed = Arrays.copyOf(whole, whole.length / 2);
    closed[closed.length - 2] = (byte) 0xff;
    closed[closed.length - 1] = (byte) 0xd9;
    assertThrows(IOException.class, () -> Picture.square(closed, 8));
  }

  @Test
  void isRefusedIfAGifEndsBeforeItsLastRow() throws IOException {
    byte[] gif =
        ImageSamples.encode(ImageSamples.picture(61, 53, BufferedImage.TYPE_3BYTE_BGR), "gif");
    // Without the blocks of the second half, but well closed.
    ByteArrayOutputStream closed = new ByteArrayOutputStream();
    int at = firstBlock(gif);
    int end = at;
    while (end < gif.length / 2) {
      end += 1 + (gif[end] & 0xff);
    }
    closed.write(gif, 0, end);
    closed.write(0);
    closed.write(';');
    assertThrows(IOException.class, () -> Picture.square(closed.toByteArray(), 8));
  }

  /** Where the first block of pixels begins. */
  private static int firstBlock(byte[] gif) {
    int at = 13 + ((gif[10] & 0x80) == 0 ? 0 : 3 * (2 << (gif[10] & 7)));
    while (gif[at] != 0x2c) {
      at += 2;
      while (gif[at] != 0) {
        at += 1 + (gif[at] & 0xff);
      }
      at++;
    }
    int local = gif[at + 9];
    return at + 11 + ((local & 0x80) == 0 ? 0 : 3 * (2 << (local & 7)));
  }

  @Test
  void isRefusedIfItsBitmapIsShort() {
    ByteBuffer bmp = ByteBuffer.allocate(54 + 8 * 24 - 1).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put(new byte[] {'B', 'M'}).putInt(54 + 8 * 24).putInt(0).putInt(54);
    bmp.putInt(40).putInt(8).putInt(8).putShort((short) 1).putShort((short) 24);
    assertThrows(IOException.class, () -> Picture.square(bmp.array(), 8));
  }

  /** Runs of one colour, row by row; what no run names has no colour. */
  private static byte[] runs(int rows, int stated) {
    ByteBuffer bmp = ByteBuffer.allocate(62 + 4 * rows + 2).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put(new byte[] {'B', 'M'}).putInt(bmp.capacity()).putInt(0).putInt(62);
    bmp.putInt(40).putInt(200).putInt(stated).putShort((short) 1).putShort((short) 8);
    bmp.putInt(1).putInt(4 * rows + 2).putInt(0).putInt(0).putInt(2).putInt(0);
    bmp.putInt(0).putInt(0x123456);
    for (int row = 0; row < rows; row++) {
      bmp.put(new byte[] {(byte) 200, 1, 0, 0});
    }
    return bmp.put(new byte[] {0, 1}).array();
  }

  @Test
  void isRefusedIfItsRunsAreFarTooFew() throws IOException {
    byte[] square = Picture.square(runs(200, 200), 1);
    assertArrayEquals(new byte[] {0x12, 0x34, 0x56}, square);
    assertThrows(IOException.class, () -> Picture.square(runs(200, 2_000_000), 8));
    assertThrows(IOException.class, () -> Picture.square(runs(200, 700), 8));
  }
}
