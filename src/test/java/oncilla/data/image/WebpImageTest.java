package oncilla.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files are libwebp's: 24 × 16 pixels of red 10·x, green 15·y, blue 6·(x + y), and the opacity
 * 11·x where they have one.
 */
class WebpImageTest {
  private static final int WIDTH = 24;
  private static final int HEIGHT = 16;

  /** libwebp's own decoder is 9 off at most; ours scales colours up in another way. */
  private static final int LOSS = 16;

  /** The square of 48 that the picture fills, each pixel 2 × 3 times. */
  private static byte[] expected(IntBinaryOperator opacity) {
    int size = 2 * WIDTH;
    byte[] result = new byte[size * size * 3];
    for (int i = 0; i < result.length; i++) {
      int x = i / 3 % size / 2;
      int y = i / 3 / size / 3;
      int value = i % 3 == 0 ? 10 * x : i % 3 == 1 ? 15 * y : 6 * (x + y);
      int opaque = opacity.applyAsInt(x, y);
      result[i] = (byte) ((value * opaque + 255 * (255 - opaque) + 127) / 255);
    }
    return result;
  }

  private static byte[] square(String name) throws IOException {
    return Picture.square(ImageSamples.resource(name), 2 * WIDTH);
  }

  private static void assertClose(byte[] expected, byte[] actual) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i] & 0xff, actual[i] & 0xff, LOSS, "byte " + i);
    }
  }

  @Test
  void readsExactlyWhatLosslessFilesHold() throws IOException {
    assertArrayEquals(expected((x, y) -> 255), square("lossless.webp"));
    assertArrayEquals(expected((x, y) -> 11 * x), square("lossless-alpha.webp"));
  }

  @Test
  void readsLossyFiles() throws IOException {
    assertClose(expected((x, y) -> 255), square("lossy.webp"));
    assertClose(expected((x, y) -> 11 * x), square("lossy-alpha.webp"));
  }

  @Test
  void readsTheFirstFrameWhereItLiesOnTheCanvas() throws IOException {
    // All but its middle is transparent, so the file holds the middle only.
    assertArrayEquals(
        expected((x, y) -> x < 6 || y < 4 || y >= 12 ? 0 : 255), square("animated.webp"));
  }

  @Test
  void takesWhatFollowsTheFileForNothing() throws IOException {
    byte[] whole = ImageSamples.resource("lossless.webp");
    byte[] more = java.util.Arrays.copyOf(whole, whole.length + 10);
    assertArrayEquals(Picture.square(whole, 8), Picture.square(more, 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lossy.webp", "lossless.webp"})
  void refusesASizeThatThePictureDoesNotHave(String name) throws IOException {
    byte[] extended = ImageSamples.extendedWebp(ImageSamples.resource(name), new byte[0]);
    assertArrayEquals(square(name), Picture.square(extended, 2 * WIDTH));
    // The decoder would leave the rest of the larger canvas black.
    extended[24] = 31;
    assertEquals("a picture of 24 x 16, said to be 32 x 16", refused(extended));
  }

  @Test
  void refusesAFileWithoutAPicture() throws IOException {
    byte[] extended =
        ImageSamples.extendedWebp(ImageSamples.resource("lossless.webp"), new byte[0]);
    extended[33] = 'x';
    assertEquals("there is no picture in it", refused(extended));
  }

  @Test
  void refusesHugeCanvases() throws IOException {
    byte[] film = ImageSamples.resource("animated.webp");
    ByteBuffer bytes = ByteBuffer.wrap(film).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(24, 0xffffffff).putShort(28, (short) -1);
    String message = refused(film);
    assertEquals(
        "its first frame lies on a canvas of 16777216 x 16777216, expected at most 16777216 pixels",
        message);
  }

  private static String refused(byte[] file) {
    return assertThrows(IOException.class, () -> Picture.square(file, 8)).getMessage();
  }
}
