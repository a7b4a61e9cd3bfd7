package oncilla.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
  @Test
  void readsWhatJsonWrites() throws IOException {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "a \"quoted\" line\nand é");
    value.put("number", 0.1);
    value.put("list", Arrays.asList(1.0, true, null, List.of(), Map.of()));
    value.put("map", Map.of("false", false));
    assertEquals(value, JsonTree.read(new Json().line(value)));
    assertEquals(value, JsonTree.read(new Json().indented(value)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "[1", "[1,]", "{\"a\"}", "1 2", "{} x", "nul", "\"open"})
  void whatIsNoValueIsRefused(String text) {
    assertThrows(IOException.class, () -> JsonTree.read(text));
  }
}
