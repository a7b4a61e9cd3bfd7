package oncilla.data.reader;

import io.jhdf.Constants;
import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.HdfFile;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The names in a group of an HDF5 file and where each one points, without a look at what is there:
 * the library's own list of children fails as a whole where it cannot read one of them.
 */
final class Hdf5Links {
  /** What a symbol table says of a name that is no object in this file. */
  private static final int SOFT_LINK = 2;

  private Hdf5Links() {}

  /**
   * The names of the group whose object header lies at {@code address}; empty for links to names or
   * to other files.
   */
  static Map<String, OptionalLong> of(HdfFile file, long address) {
    HdfBackingStorage storage = file.getHdfBackingStorage();
    ObjectHeader header = ObjectHeader.readObjectHeader(storage, address);
    return header.hasMessageOfType(SymbolTableMessage.class)
        ? fromTable(storage, header)
        : fromMessages(storage, header);
  }

  private static Map<String, OptionalLong> fromTable(
      HdfBackingStorage storage, ObjectHeader header) {
    SymbolTableMessage table = header.getMessageOfType(SymbolTableMessage.class);
    ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
    Map<String, OptionalLong> links = new LinkedHashMap<>();
    for (long child :
        BTreeV1.createGroupBTree(storage, table.getBTreeAddress()).getChildAddresses()) {
      for (SymbolTableEntry entry :
          new GroupSymbolTableNode(storage, child).getSymbolTableEntries()) {
        names.position(entry.getLinkNameOffset());
        links.put(
            Utils.readUntilNull(names),
            entry.getCacheType() == SOFT_LINK
                ? OptionalLong.empty()
                : OptionalLong.of(entry.getObjectHeaderAddress()));
      }
    }
    return links;
  }

  private static Map<String, OptionalLong> fromMessages(
      HdfBackingStorage storage, ObjectHeader header) {
    if (!header.hasMessageOfType(LinkInfoMessage.class)) {
      throw new HdfException("a group without links");
    }
    LinkInfoMessage info = header.getMessageOfType(LinkInfoMessage.class);
    Map<String, OptionalLong> links = new LinkedHashMap<>();
    if (info.getBTreeNameIndexAddress() == Constants.UNDEFINED_ADDRESS) {
      header.getMessagesOfType(LinkMessage.class).forEach(link -> add(links, link));
      return links;
    }
    BTreeV2<LinkNameForIndexedGroupRecord> index =
        new BTreeV2<>(storage, info.getBTreeNameIndexAddress());
    FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
    for (LinkNameForIndexedGroupRecord entry : index.getRecords()) {
      add(links, LinkMessage.fromBuffer(heap.getId(entry.getId()), storage.getSuperblock()));
    }
    return links;
  }

  private static void add(Map<String, OptionalLong> links, LinkMessage link) {
    links.put(
        link.getLinkName(),
        link.getLinkType() == LinkMessage.LinkType.HARD
            ? OptionalLong.of(link.getHardLinkAddress())
            : OptionalLong.empty());
  }
}
