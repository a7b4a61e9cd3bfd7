package oncilla.data.cache;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import oncilla.backend.ElementType;
import oncilla.data.DataException;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;

/**
 * Pictures that are decoded whenever their rows are asked for: where neither a file nor the heap
 * has room for them. Slow, and for sets of any size.
 */
final class DecodedPictures implements Features {
  private final List<Path> pictures;
  private final ImageGeometry geometry;
  private final double divisor;
  private final PictureDecoder decoder;

  /** Of pictures that can be read. */
  DecodedPictures(
      List<Path> pictures, ImageGeometry geometry, double divisor, PictureDecoder decoder) {
    this.pictures = List.copyOf(pictures);
    this.geometry = geometry;
    this.divisor = divisor;
    this.decoder = decoder;
  }

  /**
   * Decodes all once, to know which can be read.
   *
   * @param failures what is wrong with the others is added here
   */
  static void decodeAll(
      List<Path> pictures, PictureDecoder decoder, SortedMap<Integer, DataException> failures) {
    try (DecodingThreads threads = new DecodingThreads(pictures, decoder, failures)) {
      for (int i = 0; i < pictures.size(); i++) {
        threads.next();
      }
    }
  }

  @Override
  public int rows() {
    return pictures.size();
  }

  @Override
  public int columns() {
    return geometry.size();
  }

  @Override
  public ElementType type() {
    return ElementType.U8;
  }

  @Override
  public double divisor() {
    return divisor;
  }

  @Override
  public Optional<ImageGeometry> imageGeometry() {
    return Optional.of(geometry);
  }

  @Override
  public void copyRows(int from, int to, double[] target) {
    Objects.checkFromToIndex(from, to, rows());
    for (int i = from; i < to; i++) {
      byte[] row = decoder.decode(pictures.get(i));
      for (int j = 0; j < row.length; j++) {
        target[(i - from) * row.length + j] = row[j] & 0xFF;
      }
    }
  }

  @Override
  public void copyRows(int from, int to, byte[] target) {
    Objects.checkFromToIndex(from, to, rows());
    for (int i = from; i < to; i++) {
      byte[] row = decoder.decode(pictures.get(i));
      System.arraycopy(row, 0, target, (i - from) * row.length, row.length);
    }
  }
}
