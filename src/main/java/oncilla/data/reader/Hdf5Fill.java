package oncilla.data.reader;

import io.jhdf.ObjectHeader;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.FillValueOldMessage;
import java.nio.ByteBuffer;

/**
 * What the elements of an HDF5 data set hold before anything is written: its fill value, or 0. The
 * library takes them all for 0.
 */
final class Hdf5Fill {
  private Hdf5Fill() {}

  /** Bytes of that many elements of that size in which nothing was written yet. */
  static byte[] elements(ObjectHeader header, int count, int size) {
    byte[] bytes = new byte[Math.multiplyExact(count, size)];
    byte[] value = value(header);
    if (value.length == 0 || bytes.length == 0) {
      return bytes;
    }
    if (value.length != size) {
      throw new HdfException("a fill value of " + value.length + " bytes");
    }
    System.arraycopy(value, 0, bytes, 0, size);
    for (int filled = size; filled < bytes.length; filled *= 2) {
      System.arraycopy(bytes, 0, bytes, filled, Math.min(filled, bytes.length - filled));
      if (filled > bytes.length / 2) {
        break;
      }
    }
    return bytes;
  }

  /** As the data set stores its elements; empty where it is 0. */
  private static byte[] value(ObjectHeader header) {
    ByteBuffer stored = null;
    if (header.hasMessageOfType(FillValueMessage.class)) {
      FillValueMessage message = header.getMessageOfType(FillValueMessage.class);
      stored = message.isFillValueDefined() ? message.getFillValue() : null;
    } else if (header.hasMessageOfType(FillValueOldMessage.class)) {
      stored = header.getMessageOfType(FillValueOldMessage.class).getFillValue();
    }
    if (stored == null) {
      return new byte[0];
    }
    ByteBuffer from = stored.duplicate().rewind();
    byte[] value = new byte[from.remaining()];
    from.get(value);
    return value;
  }
}
