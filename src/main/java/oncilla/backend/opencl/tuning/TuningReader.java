package oncilla.backend.opencl.tuning;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.OperandLayout;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.cl.ClDevice;

/** Reads tuning files, strictly: what is not as {@link TuningFile} says is an error. */
final class TuningReader {
  static final String REMEDY = "Delete it, or write it anew with the command tune";

  /** An entry has 12 to 14 fields; a file of more entries than this was not written by anybody. */
  private static final int MOST_ENTRIES = 100_000;

  private static final Set<String> TEXTS =
      Set.of("device", "vendor", "type", "precision", "form", "shape", "family", "driver", "date");

  /** Texts that an entry may lack, as those of earlier versions do, with what holds then. */
  private static final Map<String, String> OPTIONAL_TEXTS =
      Map.of("matmul_precision", "highest", "layout", "row_major");

  private final String file;

  TuningReader(String file) {
    this.file = file;
  }

  /**
   * The entries.
   *
   * @throws BackendException in one line with file, place and remedy
   * @throws IOException if the stream cannot be read
   */
  List<TuningEntry> read(InputStream stream) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser json = factory.createParser(stream)) {
      try {
        List<TuningEntry> entries = file(json);
        if (json.nextToken() != null) {
          throw wrong(json, "something follows the end");
        }
        return entries;
      } catch (JsonProcessingException damaged) {
        throw new BackendException(
            at(json, "not JSON: " + damaged.getOriginalMessage().lines().findFirst().orElse("")),
            damaged);
      }
    }
  }

  private List<TuningEntry> file(JsonParser json) throws IOException {
    expect(json, json.nextToken(), JsonToken.START_OBJECT, "an object");
    if (!TuningFile.FORMAT.equals(json.nextFieldName())) {
      throw wrong(json, "not a tuning file: it does not begin with '" + TuningFile.FORMAT + "'");
    }
    json.nextToken();
    int version = integer(json, TuningFile.FORMAT);
    if (version != TuningFile.VERSION) {
      throw wrong(json, "tuning format " + version + ", this program reads " + TuningFile.VERSION);
    }
    if (!"entries".equals(json.nextFieldName())) {
      throw wrong(json, "expected the field 'entries'");
    }
    expect(json, json.nextToken(), JsonToken.START_ARRAY, "a list of entries");
    List<TuningEntry> entries = new ArrayList<>();
    Set<List<Object>> keys = new HashSet<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      TuningEntry entry = entry(json);
      if (!keys.add(List.of(entry.place(), entry.product()))) {
        throw wrong(json, "a second entry for " + entry.product());
      }
      if (entries.size() == MOST_ENTRIES) {
        throw wrong(json, "more than " + MOST_ENTRIES + " entries");
      }
      entries.add(entry);
    }
    expect(json, json.nextToken(), JsonToken.END_OBJECT, "the end of the object");
    return entries;
  }

  private TuningEntry entry(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_OBJECT, "an entry");
    Map<String, String> texts = new HashMap<>();
    Map<String, Integer> parameters = null;
    List<TuningEntry.Measurement> measured = null;
    Double gain = null;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      if (TEXTS.contains(name) || OPTIONAL_TEXTS.containsKey(name)) {
        expect(json, token, JsonToken.VALUE_STRING, "a text for '" + name + "'");
        texts.put(name, json.getText());
      } else if (name.equals("parameters")) {
        parameters = parameters(json);
      } else if (name.equals("measured")) {
        measured = measured(json);
      } else if (name.equals("gain")) {
        gain = positive(json, name);
      } else {
        throw wrong(json, "an entry has no field '" + name + "'");
      }
    }
    Set<String> missing = new TreeSet<>(TEXTS);
    missing.removeAll(texts.keySet());
    if (!missing.isEmpty() || parameters == null || measured == null || gain == null) {
      throw wrong(
          json,
          "the entry lacks " + (missing.isEmpty() ? "parameters, measured or gain" : missing));
    }
    OPTIONAL_TEXTS.forEach(texts::putIfAbsent);
    return new TuningEntry(
        new TuningEntry.Place(
            texts.get("device"),
            texts.get("vendor"),
            one(json, ClDevice.Type.values(), "type", texts)),
        new TuningEntry.Product(
            precision(json, texts.get("precision")),
            new MatmulTable.Key(
                one(json, MatmulForm.values(), "form", texts),
                one(json, ShapeClass.values(), "shape", texts),
                one(json, MatmulPrecision.values(), "matmul_precision", texts),
                one(json, OperandLayout.values(), "layout", texts))),
        texts.get("family"),
        parameters,
        measured,
        gain,
        texts.get("driver"),
        date(json, texts.get("date")));
  }

  private Map<String, Integer> parameters(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_OBJECT, "an object of parameters");
    Map<String, Integer> parameters = new TreeMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      parameters.put(name, integer(json, name));
    }
    return parameters;
  }

  private List<TuningEntry.Measurement> measured(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_ARRAY, "a list of measurements");
    List<TuningEntry.Measurement> measured = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json, json.currentToken(), JsonToken.START_OBJECT, "a measurement");
      Map<String, Double> numbers = new TreeMap<>();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        numbers.put(name, name.equals("gflops") ? positive(json, name) : integer(json, name));
      }
      if (!numbers.keySet().equals(Set.of("gflops", "k", "m", "n"))) {
        throw wrong(json, "a measurement has m, n, k and gflops, not " + numbers.keySet());
      }
      measured.add(
          new TuningEntry.Measurement(
              new MatmulDims(
                  numbers.get("m").longValue(),
                  numbers.get("n").longValue(),
                  numbers.get("k").longValue()),
              numbers.get("gflops")));
    }
    return measured;
  }

  private int integer(JsonParser json, String name) throws IOException {
    expect(
        json, json.currentToken(), JsonToken.VALUE_NUMBER_INT, "a whole number for '" + name + "'");
    return json.getIntValue();
  }

  private double positive(JsonParser json, String name) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null || !token.isNumeric() || !(json.getDoubleValue() > 0)) {
      throw wrong(json, "expected a positive number for '" + name + "'");
    }
    return json.getDoubleValue();
  }

  private Precision precision(JsonParser json, String text) {
    try {
      return Precision.ofLabel(text);
    } catch (IllegalArgumentException unknown) {
      throw wrong(json, unknown.getMessage());
    }
  }

  private LocalDate date(JsonParser json, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException noDate) {
      throw wrong(json, "'" + text + "' is not a date like 2026-11-23");
    }
  }

  private <E extends Enum<E>> E one(
      JsonParser json, E[] values, String name, Map<String, String> texts) {
    String text = texts.get(name);
    for (E value : values) {
      if (value.name().equalsIgnoreCase(text)) {
        return value;
      }
    }
    String choices =
        Arrays.stream(values)
            .map(value -> value.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw wrong(json, "'" + name + "' is '" + text + "', expected one of " + choices);
  }

  private void expect(JsonParser json, JsonToken found, JsonToken wanted, String words) {
    if (found != wanted) {
      throw wrong(json, "expected " + words);
    }
  }

  private BackendException wrong(JsonParser json, String problem) {
    return new BackendException(at(json, problem));
  }

  private String at(JsonParser json, String problem) {
    return "%s: line %d, column %d: %s. %s"
        .formatted(
            file,
            json.currentLocation().getLineNr(),
            json.currentLocation().getColumnNr(),
            problem,
            REMEDY);
  }
}
