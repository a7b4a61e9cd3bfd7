package oncilla.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, checked against the size of the data that follows it.
 *
 * @param metadata the strings under {@code __metadata__}
 * @param entries tensors in the order of their data, which they cover without hole or overlap
 */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {
  static final String METADATA = "__metadata__";

  /** Where a tensor lies: bytes {@code begin} (inclusive) to {@code end} of the data. */
  record Entry(String name, DType dtype, long[] shape, long begin, long end) {
    int size() {
      return (int) ((end - begin) / dtype.bytes());
    }
  }

  /**
   * Reads and checks a header.
   *
   * @param dataBytes bytes of the file behind the header
   * @throws FormatException if anything in it is not as the format says
   */
  static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) {
    JsonNode root = tree(file, json);
    if (!root.isObject()) {
      throw new FormatException(file + ": the header is not a JSON object");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(METADATA)) {
        readMetadata(file, field.getValue(), metadata);
      } else {
        entries.add(entry(file, field.getKey(), field.getValue(), dataBytes));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkCovering(file, entries, dataBytes);
    return new SafetensorsHeader(metadata, entries);
  }

  private static JsonNode tree(Path file, byte[] json) {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    try {
      return mapper.readTree(json);
    } catch (JsonProcessingException e) {
      throw new FormatException(
          file
              + ": the header is not JSON: "
              + Printable.escaped(e.getOriginalMessage())
              + (e.getLocation() == null ? "" : ", byte " + e.getLocation().getByteOffset()),
          e);
    } catch (IOException e) {
      throw new FormatException(file + ": the header is not JSON", e);
    }
  }

  private static void readMetadata(Path file, JsonNode node, Map<String, String> into) {
    if (!node.isObject()) {
      throw new FormatException(file + ": " + METADATA + " is not a JSON object");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isTextual()) {
        throw new FormatException(
            file
                + ": "
                + METADATA
                + " holds "
                + Printable.quoted(field.getKey())
                + " that is not a string");
      }
      into.put(field.getKey(), field.getValue().textValue());
    }
  }

  private static Entry entry(Path file, String name, JsonNode node, long dataBytes) {
    String where = file + ": tensor " + Printable.quoted(name);
    if (!node.isObject() || node.size() != 3) {
      throw new FormatException(where + " needs exactly dtype, shape and data_offsets");
    }
    DType dtype = dtype(where, node.path("dtype"));
    long[] shape = integers(where, "shape", node.path("shape"));
    long[] offsets = integers(where, "data_offsets", node.path("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw new FormatException(where + ": data_offsets are not a beginning and an end");
    }
    if (offsets[1] > dataBytes) {
      throw new FormatException(
          where + " ends at byte " + offsets[1] + " of the data, which has " + dataBytes);
    }
    long expected = bytes(where, dtype, shape);
    if (offsets[1] - offsets[0] != expected) {
      throw new FormatException(
          where
              + " takes "
              + (offsets[1] - offsets[0])
              + " bytes, expected "
              + expected
              + " for "
              + NamedTensor.shapeText(shape)
              + " of "
              + dtype);
    }
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static DType dtype(String where, JsonNode node) {
    for (DType dtype : DType.values()) {
      if (dtype.name().equals(node.textValue())) {
        return dtype;
      }
    }
    throw new FormatException(
        where
            + " has elements of type "
            + Printable.escaped(node.isTextual() ? node.textValue() : "unknown")
            + ", expected F32 or F64");
  }

  private static long[] integers(String where, String what, JsonNode node) {
    if (!node.isArray()) {
      throw new FormatException(where + ": " + what + " is not a list");
    }
    long[] numbers = new long[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = node.get(i);
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
        throw new FormatException(
            where
                + ": "
                + what
                + " holds "
                + Printable.escaped(number.toString())
                + ", expected whole numbers from 0");
      }
      numbers[i] = number.longValue();
    }
    return numbers;
  }

  private static long bytes(String where, DType dtype, long[] shape) {
    try {
      long size = 1;
      for (long extent : shape) {
        size = Math.multiplyExact(size, extent);
      }
      if (size > Integer.MAX_VALUE - 8) {
        throw new FormatException(
            where + " has " + size + " elements, at most " + (Integer.MAX_VALUE - 8));
      }
      return Math.multiplyExact(size, dtype.bytes());
    } catch (ArithmeticException e) {
      throw new FormatException(
          where + ": a shape of " + NamedTensor.shapeText(shape) + " exceeds 63 bits", e);
    }
  }

  private static void checkCovering(Path file, List<Entry> entries, long dataBytes) {
    long covered = 0;
    for (Entry entry : entries) {
      if (entry.begin() != covered) {
        throw new FormatException(
            file
                + ": tensor "
                + Printable.quoted(entry.name())
                + " begins at byte "
                + entry.begin()
                + " of the data, expected "
                + covered
                + (entry.begin() < covered ? " (an overlap)" : " (a hole)"));
      }
      covered = entry.end();
    }
    if (covered != dataBytes) {
      throw new FormatException(
          file + ": " + dataBytes + " bytes of data, but the tensors end at " + covered);
    }
  }
}
