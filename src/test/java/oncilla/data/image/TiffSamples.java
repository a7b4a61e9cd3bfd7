package oncilla.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** TIFF files without compression, tag by tag. */
final class TiffSamples {
  private static final int STRIP_OFFSETS = 273;
  private static final int EXTRA_SAMPLES = 338;
  private static final int COLOUR_MAP = 320;
  private static final int TILE_OFFSETS = 324;

  private final ByteOrder order;
  private final Map<Integer, long[]> tags = new TreeMap<>();
  private byte[][] parts = {};

  private TiffSamples(ByteOrder order) {
    this.order = order;
  }

  /** An image of 8 bits a sample in one strip. */
  static TiffSamples of(ByteOrder order, int width, int height, int samples, byte[] pixels) {
    TiffSamples result = new TiffSamples(order);
    long[] bits = new long[samples];
    Arrays.fill(bits, 8);
    return result
        .with(256, width)
        .with(257, height)
        .with(258, bits)
        .with(259, 1)
        .with(262, samples < 3 ? 1 : 2)
        .with(277, samples)
        .with(278, height)
        .strips(pixels);
  }

  TiffSamples with(int tag, long... values) {
    tags.put(tag, values);
    return this;
  }

  TiffSamples without(int tag) {
    tags.remove(tag);
    return this;
  }

  TiffSamples strips(byte[]... strips) {
    return parts(STRIP_OFFSETS, 279, strips);
  }

  TiffSamples tiles(int width, int height, byte[]... tiles) {
    return without(STRIP_OFFSETS)
        .without(278)
        .without(279)
        .with(322, width)
        .with(323, height)
        .parts(TILE_OFFSETS, 325, tiles);
  }

  private TiffSamples parts(int offsets, int counts, byte[][] bytes) {
    parts = bytes;
    return with(offsets, new long[bytes.length])
        .with(counts, Arrays.stream(bytes).mapToLong(part -> part.length).toArray());
  }

  /** The directory first, then what does not fit into it, then the pixels. */
  byte[] bytes() {
    int data = 8 + 2 + tags.size() * 12 + 4;
    for (long[] values : tags.values()) {
      data += values.length > 1 ? 4 * values.length : 0;
    }
    long[] offsets = tags.get(tags.containsKey(TILE_OFFSETS) ? TILE_OFFSETS : STRIP_OFFSETS);
    int end = data;
    for (int i = 0; i < parts.length; i++) {
      offsets[i] = end;
      end += parts[i].length;
    }
    ByteBuffer file = ByteBuffer.allocate(end).order(order);
    file.put(order == ByteOrder.LITTLE_ENDIAN ? new byte[] {'I', 'I'} : new byte[] {'M', 'M'});
    file.putShort((short) 42).putInt(8).putShort((short) tags.size());
    int more = 8 + 2 + tags.size() * 12 + 4;
    for (Map.Entry<Integer, long[]> tag : tags.entrySet()) {
      long[] values = tag.getValue();
      boolean small = values.length == 1 && values[0] < 1 << 16;
      boolean shorts = small || tag.getKey() == COLOUR_MAP || tag.getKey() == EXTRA_SAMPLES;
      file.putShort(tag.getKey().shortValue()).putShort((short) (shorts ? 3 : 4));
      file.putInt(values.length);
      if (small) {
        file.putShort((short) values[0]).putShort((short) 0);
      } else if (values.length == 1) {
        file.putInt((int) values[0]);
      } else {
        int width = shorts ? 2 : 4;
        if (width * values.length <= 4) {
          file.putShort((short) values[0]).putShort((short) values[1]);
          continue;
        }
        file.putInt(more);
        for (int i = 0; i < values.length; i++) {
          if (shorts) {
            file.putShort(more + width * i, (short) values[i]);
          } else {
            file.putInt(more + width * i, (int) values[i]);
          }
        }
        more += 4 * values.length;
      }
    }
    file.position(data);
    for (byte[] part : parts) {
      file.put(part);
    }
    return file.array();
  }
}
