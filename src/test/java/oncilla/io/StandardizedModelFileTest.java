package oncilla.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.backend.Precision;
import oncilla.nn.Initialization;
import oncilla.nn.Network;
import oncilla.nn.Standardization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that keep what their inputs are standardised with. */
class StandardizedModelFileTest {
  private static final Network NETWORK = Network.classifier(12, List.of(4));

  /** Numbers whose shortest text has 17 digits, and one that is written with an exponent. */
  private static final Standardization NUMBERS =
      new Standardization(List.of(0.1 + 0.2, -1e-300, 0.5), List.of(1 / 3.0, 1.0, 123456789e9));

  @TempDir Path directory;

  private static SavedModel model(
      Optional<Standardization> numbers, Optional<SavedModel.ImageSize> image) {
    return new SavedModel(
        NETWORK,
        Initialization.of(Initialization.Scheme.HE).draw(NETWORK, 3),
        Precision.FP64,
        255,
        numbers,
        image,
        List.of("a", "b"),
        DataNames.none(),
        Map.of());
  }

  private static Optional<SavedModel.ImageSize> image() {
    return Optional.of(new SavedModel.ImageSize(2, 2, 3));
  }

  @Test
  void theNumbersComeBackToTheLastBit() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.save(file, model(Optional.of(NUMBERS), image()));
    assertEquals(Optional.of(NUMBERS), ModelFile.load(file).standardization());
    Standardization columns =
        new Standardization(Collections.nCopies(12, 0.25), Collections.nCopies(12, 2.0));
    ModelFile.save(file, model(Optional.of(columns), Optional.empty()));
    assertEquals(Optional.of(columns), ModelFile.load(file).standardization());
  }

  /** What reads only the first version must not use such a model as if it were one. */
  @Test
  void onlyAModelWithThemIsOfTheSecondVersion() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.save(file, model(Optional.empty(), image()));
    Map<String, String> plain = Safetensors.read(file).metadata();
    assertEquals("1", plain.get("oncilla_format"));
    assertFalse(plain.containsKey("input_mean"));
    assertEquals(Optional.empty(), ModelFile.load(file).standardization());
    ModelFile.save(file, model(Optional.of(NUMBERS), image()));
    assertEquals("2", Safetensors.read(file).metadata().get("oncilla_format"));
  }

  @Test
  void theyMustFitTheModel() {
    assertThrows(
        IllegalArgumentException.class, () -> model(Optional.of(NUMBERS), Optional.empty()));
    assertThrows(
        IllegalArgumentException.class, () -> new Standardization(List.of(1.0), List.of(0.0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Standardization(List.of(Double.NaN), List.of(1.0)));
    assertThrows(
        IllegalArgumentException.class, () -> new Standardization(List.of(1.0), List.of()));
    assertThrows(IllegalArgumentException.class, () -> NUMBERS.meanOfColumns(10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "absent",
      value = {
        "input_mean|absent|lacks 'input_mean'",
        "input_deviation|absent|lacks 'input_deviation'",
        "input_mean|[1, 2]|expected a JSON list of 3 numbers",
        "input_mean|[1, 2, \"3\"]|expected a JSON list of 3 numbers",
        "input_mean|[1, 2, 1e999]|expected a JSON list of 3 numbers",
        "input_mean|7|expected a JSON list of 3 numbers",
        "input_mean|[1, 2|expected a JSON list of 3 numbers",
        "input_deviation|[1, 2, 0]|expected a JSON list of 3 numbers above 0",
        "input_deviation|[1, 2, -1]|expected a JSON list of 3 numbers above 0",
      })
  void theyAreChecked(String name, String value, String expected) throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.save(file, model(Optional.of(NUMBERS), image()));
    SafetensorsFile content = Safetensors.read(file);
    Map<String, String> metadata = new HashMap<>(content.metadata());
    metadata.remove(name);
    if (value != null) {
      metadata.put(name, value);
    }
    Safetensors.write(file, new SafetensorsFile(metadata, content.tensors()));
    FormatException refused = assertThrows(FormatException.class, () -> ModelFile.load(file));
    assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
  }
}
