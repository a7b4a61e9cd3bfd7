package oncilla.data.reader;

import io.jhdf.ObjectHeader;
import io.jhdf.api.Node;
import io.jhdf.dataset.chunked.ChunkedDatasetV3;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;

/** Chunks in a tree, which leaves out those that were never written. */
final class Hdf5ChunksV3 extends ChunkedDatasetV3 implements Hdf5Chunks {
  Hdf5ChunksV3(HdfBackingStorage storage, long address, Node node, ObjectHeader header) {
    super(storage, address, node.getName(), node.getParent(), header);
  }

  @Override
  public int written() {
    return getChunkLookup().size();
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
