package oncilla.backend.opencl.tuning;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.OperandLayout;

/**
 * Entries in a JSON file for people and programs, and as a stream: the tree of a JSON library would
 * cost more time at every start than the rest of the look-up.
 *
 * <pre>{@code
 * {"oncilla_tuning": 1, "entries": [
 *   {"device": "…", "vendor": "…", "type": "gpu", "precision": "fp32", "form": "NT", "shape": "large",
 *    "family": "tiled", "parameters": {"tile_k": 16, …},
 *    "measured": [{"m": 2048, "n": 2048, "k": 2048, "gflops": 1234.5}],
 *    "gain": 1.2, "driver": "…", "date": "2026-11-23"}, …]}
 * }</pre>
 *
 * <p>An entry may also have a {@code matmul_precision} and a {@code layout}. Without them it is of
 * {@code highest} and {@code row_major}, and such entries are written without them: earlier
 * versions of this program, which may share the file, had nothing else and refuse other fields.
 *
 * @param name where it was read from, for messages
 * @param entries in the order of the file; at most one for a device and a kind of product
 */
record TuningFile(String name, List<TuningEntry> entries) {
  static final String FORMAT = "oncilla_tuning";
  static final int VERSION = 1;

  /** What the name of a shipped file begins with, so that a user's file is not taken for it. */
  private static final String SHIPPED = "tuning/";

  /** Copies the list. */
  TuningFile {
    entries = List.copyOf(entries);
  }

  /**
   * Reads {@code file}; without it there are no entries.
   *
   * @throws BackendException in one line with file, place and remedy, if it is damaged or something
   *     else
   */
  static TuningFile read(Path file) {
    if (!Files.exists(file)) {
      return new TuningFile(file.toString(), List.of());
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return new TuningFile(file.toString(), new TuningReader(file.toString()).read(stream));
    } catch (IOException unreadable) {
      throw new BackendException(
          file + ": cannot be read (" + unreadable.getMessage() + "). " + TuningReader.REMEDY,
          unreadable);
    }
  }

  /** Reads the file that Oncilla ships for a vendor; where it ships none there are no entries. */
  static TuningFile shipped(String vendor) {
    String resource = resource(vendor);
    String name = SHIPPED + resource;
    try (InputStream stream = TuningFile.class.getResourceAsStream(resource)) {
      return stream == null
          ? new TuningFile(name, List.of())
          : new TuningFile(name, new TuningReader(name).read(stream));
    } catch (IOException cause) {
      throw new UncheckedIOException(name + " cannot be read", cause);
    }
  }

  /** {@code Advanced Micro Devices, Inc.} becomes {@code advanced-micro-devices-inc.json}. */
  static String resource(String vendor) {
    String words = vendor.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return words.replaceAll("^-|-$", "") + ".json";
  }

  /** These entries with {@code entry} in the place of its predecessor, sorted. */
  TuningFile with(TuningEntry entry) {
    List<TuningEntry> changed = new ArrayList<>(entries);
    changed.removeIf(
        old -> old.place().equals(entry.place()) && old.product().equals(entry.product()));
    changed.add(entry);
    changed.sort(
        Comparator.comparing((TuningEntry each) -> each.place().vendor())
            .thenComparing(each -> each.place().device())
            .thenComparing(each -> each.place().type())
            .thenComparing(each -> each.product().precision())
            .thenComparing(each -> each.product().key().precision())
            .thenComparing(each -> each.product().key().layout())
            .thenComparing(each -> each.product().key().shape())
            .thenComparing(each -> each.product().key().form()));
    return new TuningFile(name, changed);
  }

  /** The text of the file. */
  String text() {
    StringWriter text = new StringWriter();
    JsonFactory factory =
        JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();
    try (JsonGenerator json = factory.createGenerator(text)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance));
      json.writeStartObject();
      json.writeNumberField(FORMAT, VERSION);
      json.writeArrayFieldStart("entries");
      for (TuningEntry entry : entries) {
        write(entry, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append('\n').toString();
  }

  private static void write(TuningEntry entry, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("device", entry.place().device());
    json.writeStringField("vendor", entry.place().vendor());
    json.writeStringField("type", entry.place().type().name().toLowerCase(Locale.ROOT));
    json.writeStringField("precision", entry.product().precision().label());
    MatmulTable.Key key = entry.product().key();
    // Earlier versions, which may share the file, know neither field and refuse what they do not
    // know.
    if (key.precision() != MatmulPrecision.HIGHEST) {
      json.writeStringField("matmul_precision", key.precision().label());
    }
    json.writeStringField("form", key.form().name());
    json.writeStringField("shape", TuningEntry.Product.label(key.shape()));
    if (key.layout() != OperandLayout.ROW_MAJOR) {
      json.writeStringField("layout", key.layout().label());
    }
    json.writeStringField("family", entry.family());
    json.writeObjectFieldStart("parameters");
    for (Map.Entry<String, Integer> value : entry.parameters().entrySet()) {
      json.writeNumberField(value.getKey(), value.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("measured");
    for (TuningEntry.Measurement measurement : entry.measured()) {
      json.writeStartObject();
      json.writeNumberField("m", measurement.dims().m());
      json.writeNumberField("n", measurement.dims().n());
      json.writeNumberField("k", measurement.dims().k());
      json.writeNumberField("gflops", measurement.gflops());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("gain", entry.gain());
    json.writeStringField("driver", entry.driver());
    json.writeStringField("date", entry.date().toString());
    json.writeEndObject();
  }
}
