package oncilla.data.mutation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Archives of NumPy arrays: one array is mutated, its bytes or the text of its header, and the
 * archive is packed again, so that directory and checksums are right.
 */
final class NpzStructure implements Structure {
  private static final int HEADER_START = 10;

  @Override
  public byte[] mutate(byte[] file, byte[] other, SplittableRandom random) {
    try {
      Map<String, byte[]> arrays = unpacked(file);
      String[] names = arrays.keySet().toArray(String[]::new);
      String name = names[random.nextInt(names.length)];
      byte[] array = arrays.get(name);
      arrays.put(
          name,
          random.nextBoolean()
              ? ByteMutations.several(array, array, random)
              : withHeader(array, random));
      return packed(arrays, random.nextBoolean());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] withHeader(byte[] array, SplittableRandom random) {
    int length = array[8] & 0xff | (array[9] & 0xff) << 8;
    byte[] header = Arrays.copyOfRange(array, HEADER_START, HEADER_START + length);
    byte[] mutated = TextMutations.several(header, random);
    byte[] result =
        ByteMutations.replaced(
            array, HEADER_START, HEADER_START + length, mutated, 0, mutated.length);
    result[8] = (byte) mutated.length;
    result[9] = (byte) (mutated.length >> 8);
    return result;
  }

  private static Map<String, byte[]> unpacked(byte[] file) throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName(), zip.readAllBytes());
      }
    }
    return arrays;
  }

  private static byte[] packed(Map<String, byte[]> arrays, boolean stored) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey());
        if (stored) {
          CRC32 sum = new CRC32();
          sum.update(array.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(array.getValue().length);
          entry.setCrc(sum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(array.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
