package oncilla.data.reader;

import io.jhdf.Constants;
import io.jhdf.ObjectHeader;
import io.jhdf.Utils;
import io.jhdf.api.Node;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.ChunkOffset;
import io.jhdf.dataset.chunked.ChunkedDatasetV4;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import oncilla.data.DataException;

/**
 * Chunks with an index of HDF5 1.10. Some of those list chunks that were never written, without an
 * address; the library would read there.
 */
final class Hdf5ChunksV4 extends ChunkedDatasetV4 implements Hdf5Chunks {
  /** Where the head of an extensible array has its lengths. */
  private static final int EXTENSIBLE_LENGTHS = 12;

  /** Which of them is the last index that was set, and one. */
  private static final int EXTENSIBLE_SET = 4;

  private final String where;

  Hdf5ChunksV4(
      String where, HdfBackingStorage storage, long address, Node node, ObjectHeader header) {
    super(storage, address, node.getName(), node.getParent(), header);
    this.where = where;
  }

  @Override
  public int written() {
    return getChunkLookup().size();
  }

  @Override
  protected Map<ChunkOffset, Chunk> getChunkLookup() {
    ChunkedDataLayoutMessageV4 layout = oh.getMessageOfType(ChunkedDataLayoutMessageV4.class);
    Map<ChunkOffset, Chunk> written;
    if (layout.getIndexingType() == ChunkedDataLayoutMessageV4.EXTENSIBLE_ARRAY_INDEX
        && layout.getAddress() != Constants.UNDEFINED_ADDRESS) {
      written = fromExtensibleArray(layout.getAddress());
    } else {
      written = new HashMap<>(super.getChunkLookup());
    }
    written.values().removeIf(chunk -> chunk.getAddress() == Constants.UNDEFINED_ADDRESS);
    return written;
  }

  /** The library stops at the first chunk that was never written, and miscounts those behind it. */
  private Map<ChunkOffset, Chunk> fromExtensibleArray(long address) {
    int lengthSize = hdfBackingStorage.getSizeOfLengths();
    int skipped = EXTENSIBLE_LENGTHS + EXTENSIBLE_SET * lengthSize;
    ByteBuffer head = hdfBackingStorage.readBufferFromAddress(address, skipped + lengthSize);
    head.position(skipped);
    long set = Utils.readBytesAsUnsignedLong(head, lengthSize);
    if (set < 0 || set > hdfBackingStorage.size() / hdfBackingStorage.getSizeOfOffsets()) {
      throw new DataException(
          where
              + ": damaged or truncated HDF5 file: an index of "
              + Long.toUnsignedString(set)
              + " chunks");
    }
    Map<ChunkOffset, Chunk> found;
    try {
      found = new HashMap<>(super.getChunkLookup());
    } catch (RuntimeException cause) {
      throw new DataException(where + gaps(), cause);
    }
    if (found.size() != set) {
      throw new DataException(where + gaps());
    }
    return found;
  }

  private static String gaps() {
    return ": its index of chunks (an extensible array) is damaged or has gaps, chunks that were"
        + " never written, which this program cannot read (h5repack -l CONTI FILE NEWFILE,"
        + " or h5py with libver='earliest', writes it without)";
  }

  /** As the library's, but not from zeros. */
  @Override
  public ByteBuffer getDataBuffer() {
    int size = getDataType().getSize();
    byte[] data = Hdf5Fill.elements(oh, Math.toIntExact(getSize()), size);
    int[] chunk = getChunkDimensions();
    int[] inside = getChunkInternalOffsets(chunk, size);
    int[] offsets = getDataOffsets(inside);
    getChunkLookup().values().parallelStream()
        .forEach(
            one ->
                fillDataFromChunk(
                    one, data, chunk, inside, offsets, chunk[chunk.length - 1], size));
    return ByteBuffer.wrap(data);
  }
}
