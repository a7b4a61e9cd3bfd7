package oncilla.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.DoubleStream;

/** The golden numbers of {@code golden.json}. */
public final class Golden {
  private Golden() {}

  /** The node at this JSON pointer, which must exist. */
  public static JsonNode at(String pointer) {
    try (InputStream stream = Golden.class.getResourceAsStream("/golden/golden.json")) {
      JsonNode node = new ObjectMapper().readTree(stream).at(pointer);
      if (node.isMissingNode()) {
        throw new IllegalArgumentException("golden.json has no " + pointer);
      }
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers in an array, row by row if it is nested; non-finite ones are strings there. */
  public static double[] numbers(JsonNode array) {
    DoubleStream.Builder leaves = DoubleStream.builder();
    collect(array, leaves);
    return leaves.build().toArray();
  }

  private static void collect(JsonNode node, DoubleStream.Builder leaves) {
    if (node.isArray()) {
      node.forEach(child -> collect(child, leaves));
    } else {
      leaves.add(node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble());
    }
  }
}
