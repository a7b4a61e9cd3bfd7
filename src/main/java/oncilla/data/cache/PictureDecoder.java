package oncilla.data.cache;

import java.nio.file.Path;
import oncilla.data.DataException;

/** Makes a row of a picture. */
@FunctionalInterface
public interface PictureDecoder {
  /**
   * Decodes, by several threads at the same time as well.
   *
   * @param file the picture
   * @return a byte for each column
   * @throws DataException naming the file, if it cannot be read
   */
  byte[] decode(Path file);
}
