package oncilla.data.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * The bytes of a picture's file as decoders read them. A decoder that goes on reading at the end is
 * stopped: TwelveMonkeys' reader of WebP takes zeros for what is missing, and on a damaged file it
 * could do so for each of millions of pixels, with an exception for each.
 */
final class FileImageStream extends ImageInputStreamImpl {
  /** A decoder that reads ahead meets the end a few dozen times in a good file. */
  private static final int READS_AT_THE_END = 10_000;

  private final byte[] file;
  private int readsAtTheEnd;

  FileImageStream(byte[] file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    if (streamPos >= file.length) {
      return end();
    }
    return file[(int) streamPos++] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length > 0 && streamPos >= file.length) {
      return end();
    }
    int count = (int) Math.min(length, file.length - streamPos);
    System.arraycopy(file, (int) streamPos, into, offset, count);
    streamPos += count;
    return count;
  }

  private int end() throws IOException {
    if (++readsAtTheEnd > READS_AT_THE_END) {
      throw new IOException("the picture goes on where the file ends");
    }
    return -1;
  }

  @Override
  public long length() {
    return file.length;
  }

  @Override
  public boolean isCached() {
    return true;
  }

  @Override
  public boolean isCachedMemory() {
    return true;
  }
}
