package oncilla.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import oncilla.backend.Activation;
import oncilla.nn.Dense;
import oncilla.nn.Network;
import oncilla.nn.Standardization;

/** What the metadata of a model file says, and how it is written down. */
final class ModelMetadata {
  private static final String FORMAT = "oncilla_format";
  private static final String VERSION = "1";

  /** Whose inputs are standardised: what reads only the other version would leave that out. */
  private static final String STANDARDIZED_VERSION = "2";

  private static final String LAYERS = "layers";
  private static final String ACTIVATIONS = "activations";
  private static final String DIVISOR = "input_divisor";
  private static final String MEANS = "input_mean";
  private static final String DEVIATIONS = "input_deviation";
  private static final String IMAGE = "image_size";
  private static final String NUMBERS = "image_numbers";
  private static final String NO_PIXELS = "not of 0 to 255";
  private static final String CLASSES = "class_names";
  private static final String KNOWN_CLASSES = "class_names_known";
  private static final String NEGATIVES = "negative_folders";
  private static final String COLUMNS = "column_names";
  private static final String LABEL = "label_column";
  private static final String IGNORED = "ignored_columns";
  private static final Set<String> RESERVED =
      Set.of(
          FORMAT,
          LAYERS,
          ACTIVATIONS,
          DIVISOR,
          MEANS,
          DEVIATIONS,
          IMAGE,
          NUMBERS,
          CLASSES,
          KNOWN_CLASSES,
          NEGATIVES,
          COLUMNS,
          LABEL,
          IGNORED);

  private final Path file;
  private final Map<String, String> metadata;

  ModelMetadata(Path file, Map<String, String> metadata) {
    this.file = file;
    this.metadata = metadata;
    if (!metadata.containsKey(FORMAT)) {
      throw new FormatException(
          file + ": not an Oncilla model: its metadata lacks '" + FORMAT + "'");
    }
    if (!metadata.get(FORMAT).equals(VERSION) && !isStandardized()) {
      throw new FormatException(
          file
              + ": model format "
              + Printable.quoted(metadata.get(FORMAT))
              + ", this program reads '"
              + VERSION
              + "' and '"
              + STANDARDIZED_VERSION
              + "'");
    }
  }

  private boolean isStandardized() {
    return metadata.get(FORMAT).equals(STANDARDIZED_VERSION);
  }

  /** Whether a file with this metadata is a model of this program. */
  static boolean isModel(Map<String, String> metadata) {
    return metadata.containsKey(FORMAT);
  }

  static Map<String, String> of(SavedModel model) {
    Map<String, String> metadata = new TreeMap<>(model.notes());
    for (String name : RESERVED) {
      if (metadata.containsKey(name)) {
        throw new IllegalArgumentException("a note cannot be called '" + name + "'");
      }
    }
    Network network = model.network();
    metadata.put(FORMAT, model.standardization().isPresent() ? STANDARDIZED_VERSION : VERSION);
    metadata.put(
        LAYERS,
        network.inputs()
            + network.layers().stream()
                .map(layer -> "," + layer.outputs())
                .collect(Collectors.joining()));
    metadata.put(ACTIVATIONS, activations(network));
    metadata.put(DIVISOR, Double.toString(model.divisor()));
    model
        .standardization()
        .ifPresent(
            numbers -> {
              metadata.put(MEANS, numbers.means().toString());
              metadata.put(DEVIATIONS, numbers.deviations().toString());
            });
    model
        .imageSize()
        .ifPresent(
            image ->
                metadata.put(IMAGE, image.height() + "," + image.width() + "," + image.channels()));
    if (!model.imageSize().map(SavedModel.ImageSize::ofPixels).orElse(true)) {
      metadata.put(NUMBERS, NO_PIXELS);
    }
    metadata.put(CLASSES, jsonList(model.classNames()));
    DataNames names = model.names();
    metadata.put(KNOWN_CLASSES, names.classes().label());
    putUnlessEmpty(metadata, NEGATIVES, names.negatives());
    putUnlessEmpty(metadata, COLUMNS, names.columns());
    putUnlessEmpty(metadata, IGNORED, names.ignored());
    if (!names.label().isEmpty()) {
      metadata.put(LABEL, names.label());
    }
    return metadata;
  }

  private static void putUnlessEmpty(
      Map<String, String> metadata, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      metadata.put(name, jsonList(texts));
    }
  }

  private static String jsonList(List<String> texts) {
    StringWriter list = new StringWriter();
    try (JsonGenerator to = new JsonFactory().createGenerator(list)) {
      to.writeArray(texts.toArray(String[]::new), 0, texts.size());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return list.toString();
  }

  private static String activations(Network network) {
    return network.layers().stream()
        .map(Dense::activation)
        .map(activation -> activation.label())
        .collect(Collectors.joining(","));
  }

  Network network() {
    int[] extents = integers(LAYERS);
    if (extents.length < 2 || extents[extents.length - 1] != 1) {
      throw wrong(LAYERS, "inputs, units of each layer, and 1 at the end");
    }
    List<Integer> hidden = Arrays.stream(extents, 1, extents.length - 1).boxed().toList();
    String first = text(ACTIVATIONS).split(",", 2)[0];
    Activation activation =
        Activation.ofHiddenLayers().stream()
            .filter(one -> one.label().equals(first))
            .findFirst()
            .orElse(Activation.RELU);
    Network network = Network.classifier(extents[0], hidden, activation);
    if (!text(ACTIVATIONS).equals(activations(network))) {
      throw wrong(ACTIVATIONS, activations(network));
    }
    return network;
  }

  double divisor() {
    try {
      double divisor = Double.parseDouble(text(DIVISOR));
      if (divisor > 0 && divisor < Double.POSITIVE_INFINITY) {
        return divisor;
      }
    } catch (NumberFormatException e) {
      throw new FormatException(wrong(DIVISOR, "a positive number").getMessage(), e);
    }
    throw wrong(DIVISOR, "a positive number");
  }

  /** What the inputs are standardised with, in files that say so. */
  Optional<Standardization> standardization(Network network) {
    if (!isStandardized()) {
      return Optional.empty();
    }
    int channels = imageSize(network).map(SavedModel.ImageSize::channels).orElse(network.inputs());
    String expected = "a JSON list of " + channels + " numbers";
    List<Double> means = numbers(MEANS, expected, channels);
    List<Double> deviations = numbers(DEVIATIONS, expected + " above 0", channels);
    if (deviations.stream().anyMatch(deviation -> deviation <= 0)) {
      throw wrong(DEVIATIONS, expected + " above 0");
    }
    return Optional.of(new Standardization(means, deviations));
  }

  private List<Double> numbers(String name, String expected, int count) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode one : array(name, expected)) {
      if (!one.isNumber() || !Double.isFinite(one.doubleValue())) {
        throw wrong(name, expected);
      }
      numbers.add(one.doubleValue());
    }
    if (numbers.size() != count) {
      throw wrong(name, expected);
    }
    return numbers;
  }

  Optional<SavedModel.ImageSize> imageSize(Network network) {
    if (!metadata.containsKey(IMAGE)) {
      return Optional.empty();
    }
    int[] extents = integers(IMAGE);
    String expected = "height, width and channels of " + network.inputs() + " numbers";
    if (extents.length != 3 || (double) extents[0] * extents[1] * extents[2] != network.inputs()) {
      throw wrong(IMAGE, expected);
    }
    if (!metadata.getOrDefault(NUMBERS, NO_PIXELS).equals(NO_PIXELS)) {
      throw wrong(NUMBERS, "'" + NO_PIXELS + "' or none");
    }
    return Optional.of(
        new SavedModel.ImageSize(
            extents[0], extents[1], extents[2], !metadata.containsKey(NUMBERS)));
  }

  List<String> classNames() {
    List<String> names = texts(CLASSES, "a JSON list of two names");
    if (names.size() != 2) {
      throw wrong(CLASSES, "a JSON list of two names");
    }
    return names;
  }

  /**
   * What else has a name. Files of earlier versions do not say; of their class names the positive
   * one counts, unless it is the 1 of a table.
   */
  DataNames names(Network network) {
    List<String> columns = textsIfThere(COLUMNS);
    if (!columns.isEmpty() && columns.size() != network.inputs()) {
      throw wrong(COLUMNS, "a name for each of " + network.inputs() + " inputs");
    }
    return new DataNames(
        knownClasses(),
        textsIfThere(NEGATIVES),
        columns,
        metadata.getOrDefault(LABEL, ""),
        textsIfThere(IGNORED));
  }

  private NamedClasses knownClasses() {
    if (!metadata.containsKey(KNOWN_CLASSES)) {
      return classNames().equals(List.of("0", "1")) ? NamedClasses.NONE : NamedClasses.POSITIVE;
    }
    return Arrays.stream(NamedClasses.values())
        .filter(one -> one.label().equals(metadata.get(KNOWN_CLASSES)))
        .findFirst()
        .orElseThrow(() -> wrong(KNOWN_CLASSES, "none, positive or both"));
  }

  private List<String> textsIfThere(String name) {
    return metadata.containsKey(name) ? texts(name, "a JSON list of names") : List.of();
  }

  private List<String> texts(String name, String expected) {
    List<String> list = new ArrayList<>();
    for (JsonNode one : array(name, expected)) {
      if (!one.isTextual()) {
        throw wrong(name, expected);
      }
      list.add(one.textValue());
    }
    return list;
  }

  private JsonNode array(String name, String expected) {
    try {
      JsonNode array = new JsonMapper().readTree(text(name));
      if (array.isArray()) {
        return array;
      }
    } catch (JsonProcessingException e) {
      throw new FormatException(wrong(name, expected).getMessage(), e);
    }
    throw wrong(name, expected);
  }

  Map<String, String> notes() {
    Map<String, String> notes = new TreeMap<>(metadata);
    notes.keySet().removeAll(RESERVED);
    return notes;
  }

  private String text(String name) {
    String text = metadata.get(name);
    if (text == null) {
      throw new FormatException(file + ": its metadata lacks '" + name + "'");
    }
    return text;
  }

  private int[] integers(String name) {
    String[] fields = text(name).split(",", -1);
    int[] numbers = new int[fields.length];
    for (int i = 0; i < fields.length; i++) {
      try {
        numbers[i] = Integer.parseInt(fields[i]);
      } catch (NumberFormatException e) {
        throw new FormatException(wrong(name, "positive whole numbers").getMessage(), e);
      }
      if (numbers[i] < 1) {
        throw wrong(name, "positive whole numbers");
      }
    }
    return numbers;
  }

  private FormatException wrong(String name, String expected) {
    return new FormatException(
        file
            + ": metadata '"
            + name
            + "' is "
            + Printable.quoted(metadata.get(name))
            + ", expected "
            + expected);
  }
}
