package oncilla.data.reader;

import io.jhdf.HdfFile;
import io.jhdf.ObjectHeader;
import io.jhdf.api.Node;
import io.jhdf.dataset.chunked.ChunkedDatasetV3;
import io.jhdf.dataset.chunked.ChunkedDatasetV4;

/**
 * A data set in chunks, of which some may never have been written: these have no place in the file,
 * and their elements the fill value.
 */
interface Hdf5Chunks {
  /** How many were written. */
  int written();

  /**
   * What lies at {@code address}; chunks as such a data set.
   *
   * @param where for messages
   * @param node as the library reads it
   */
  static Node of(String where, HdfFile file, Node node, long address) {
    if (node instanceof ChunkedDatasetV3) {
      return new Hdf5ChunksV3(file.getHdfBackingStorage(), address, node, header(file, address));
    }
    if (node instanceof ChunkedDatasetV4) {
      return new Hdf5ChunksV4(
          where, file.getHdfBackingStorage(), address, node, header(file, address));
    }
    return node;
  }

  private static ObjectHeader header(HdfFile file, long address) {
    return ObjectHeader.readObjectHeader(file.getHdfBackingStorage(), address);
  }
}
