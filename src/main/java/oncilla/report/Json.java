package oncilla.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/**
 * JSON from maps, lists, texts, numbers and truth values. Numbers are the shortest that read back
 * as the same double, on every Java version; those that are not finite are {@code null}, because
 * JSON has no word for them.
 */
public final class Json {
  private final ObjectWriter lines;
  private final ObjectWriter indented;

  /** With its own mapper. */
  public Json() {
    SimpleModule module = new SimpleModule("finite numbers");
    module.addSerializer(Double.class, new FiniteNumber());
    module.addSerializer(double[].class, new FiniteNumbers());
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .addModule(module)
            .build();
    lines = mapper.writer();
    indented =
        mapper.writer(
            new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance));
  }

  /** {@code value} on one line. */
  public String line(Object value) {
    return write(lines, value);
  }

  /** {@code value} indented, with a line break at the end. */
  public String indented(Object value) {
    return write(indented, value) + "\n";
  }

  private static String write(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for " + value.getClass(), e);
    }
  }

  private static void write(double number, JsonGenerator to) throws IOException {
    if (Double.isFinite(number)) {
      to.writeNumber(number);
    } else {
      to.writeNull();
    }
  }

  private static final class FiniteNumber extends StdSerializer<Double> {
    private static final long serialVersionUID = 1L;

    FiniteNumber() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      write(value, to);
    }
  }

  private static final class FiniteNumbers extends StdSerializer<double[]> {
    private static final long serialVersionUID = 1L;

    FiniteNumbers() {
      super(double[].class);
    }

    @Override
    public void serialize(double[] values, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      to.writeStartArray();
      for (double value : values) {
        write(value, to);
      }
      to.writeEndArray();
    }
  }
}
