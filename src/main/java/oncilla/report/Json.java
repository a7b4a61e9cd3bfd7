package oncilla.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Writes JSON from maps, lists, texts, numbers and truth values. Numbers are the shortest that read
 * back as the same double, on every Java version; those that are not finite are {@code null},
 * because JSON has no word for them.
 *
 * <p>Only Jackson's generator is used: every run writes JSON before its first step, and data
 * binding would first load some 400 classes for it.
 */
public final class Json {
  private final JsonFactory factory =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  /** {@code value} on one line. */
  public String line(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = factory.createGenerator(text)) {
      write(value, to);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** {@code value} indented, with a line break at the end. */
  public String indented(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = factory.createGenerator(text)) {
      to.setPrettyPrinter(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance));
      write(value, to);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append('\n').toString();
  }

  private static void write(Object value, JsonGenerator to) throws IOException {
    if (value instanceof Map<?, ?> map) {
      to.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        to.writeFieldName((String) entry.getKey());
        write(entry.getValue(), to);
      }
      to.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      to.writeStartArray();
      for (Object element : list) {
        write(element, to);
      }
      to.writeEndArray();
    } else if (value instanceof double[] numbers) {
      to.writeStartArray();
      for (double number : numbers) {
        write(number, to);
      }
      to.writeEndArray();
    } else {
      writeSingle(value, to);
    }
  }

  private static void writeSingle(Object value, JsonGenerator to) throws IOException {
    if (value == null) {
      to.writeNull();
    } else if (value instanceof String text) {
      to.writeString(text);
    } else if (value instanceof Double number) {
      write(number.doubleValue(), to);
    } else if (value instanceof Integer || value instanceof Long) {
      to.writeNumber(((Number) value).longValue());
    } else if (value instanceof Boolean truth) {
      to.writeBoolean(truth);
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static void write(double number, JsonGenerator to) throws IOException {
    if (Double.isFinite(number)) {
      to.writeNumber(number);
    } else {
      to.writeNull();
    }
  }
}
