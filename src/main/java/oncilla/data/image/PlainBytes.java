package oncilla.data.image;

import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.util.Optional;

/**
 * The samples of a raster that keeps a byte for each, pixel by pixel: what most photographs are
 * decoded to. They are read from its array, which is several times faster than asking the raster.
 *
 * @param data the array
 * @param first index of the first sample of the first pixel
 * @param rowStride from a row to the next
 * @param pixelStride from a pixel to the next
 * @param bands where the samples of red, green and blue lie in a pixel
 */
record PlainBytes(byte[] data, int first, int rowStride, int pixelStride, int[] bands) {
  private static final int CHANNELS = Picture.CHANNELS;
  private static final int BITS = 8;

  /** The samples, if they lie like that and there are three to a pixel. */
  static Optional<PlainBytes> of(Raster raster) {
    if (!(raster.getSampleModel() instanceof PixelInterleavedSampleModel model)
        || !(raster.getDataBuffer() instanceof DataBufferByte buffer)
        || model.getDataType() != DataBuffer.TYPE_BYTE
        || model.getNumBands() != CHANNELS
        || buffer.getNumBanks() != 1) {
      return Optional.empty();
    }
    for (int size : model.getSampleSize()) {
      if (size != BITS) {
        return Optional.empty();
      }
    }
    int x = raster.getMinX() - raster.getSampleModelTranslateX();
    int y = raster.getMinY() - raster.getSampleModelTranslateY();
    int first = buffer.getOffset() + y * model.getScanlineStride() + x * model.getPixelStride();
    return Optional.of(
        new PlainBytes(
            buffer.getData(),
            first,
            model.getScanlineStride(),
            model.getPixelStride(),
            model.getBandOffsets()));
  }

  /** Writes red, green, blue of the pixels of a row into {@code rgb}. */
  void row(int y, int width, int[] rgb) {
    int at = first + y * rowStride;
    int red = bands[0];
    int green = bands[1];
    int blue = bands[2];
    for (int x = 0; x < width; x++) {
      rgb[CHANNELS * x] = data[at + red] & 0xFF;
      rgb[CHANNELS * x + 1] = data[at + green] & 0xFF;
      rgb[CHANNELS * x + 2] = data[at + blue] & 0xFF;
      at += pixelStride;
    }
  }
}
