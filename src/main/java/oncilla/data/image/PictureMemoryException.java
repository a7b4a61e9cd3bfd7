package oncilla.data.image;

import java.io.IOException;

/** The Java heap is too small for the pixels of a picture, of which nothing else is wrong. */
public final class PictureMemoryException extends IOException {
  private static final long serialVersionUID = 1L;

  PictureMemoryException(long width, long height, OutOfMemoryError cause) {
    super(
        (width == 0 ? "it does" : "its " + width + " x " + height + " pixels do")
            + " not fit into the Java heap of "
            + Runtime.getRuntime().maxMemory() / (1 << 20)
            + " MiB (java -Xmx sets it)",
        cause);
  }
}
