package oncilla.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import oncilla.backend.Activation;
import oncilla.backend.Precision;
import oncilla.nn.Dense;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelFileTest {
  private static final Network NETWORK = Network.classifier(12, List.of(4, 3));

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void aModelComesBackAsItWasSaved(Precision precision) throws IOException {
    Path file = directory.resolve("model.safetensors");
    SavedModel model = model(precision);
    ModelFile.save(file, model);
    SavedModel loaded = ModelFile.load(file);

    assertEquals(NETWORK, loaded.network());
    assertEquals(precision, loaded.precision());
    assertEquals(255, loaded.divisor());
    assertEquals(Optional.of(new SavedModel.ImageSize(2, 2, 3)), loaded.imageSize());
    assertEquals(List.of("non-cat", "cat, \"tabby\""), loaded.classNames());
    assertEquals(Map.of("data", "drawn"), loaded.notes());
    for (int l = 0; l < NETWORK.depth(); l++) {
      assertRounded(
          precision,
          model.parameters().layers().get(l).weights(),
          loaded.parameters().layers().get(l).weights());
      assertRounded(
          precision,
          model.parameters().layers().get(l).bias(),
          loaded.parameters().layers().get(l).bias());
    }
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    Path first = directory.resolve("1.safetensors");
    Path second = directory.resolve("2.safetensors");
    ModelFile.save(first, model(Precision.FP32));
    ModelFile.save(second, ModelFile.load(first));
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  @Test
  void theFileHasTheNotesNamesAndShapes() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.save(file, model(Precision.FP64));
    SafetensorsFile content = Safetensors.read(file);
    assertEquals(
        List.of("W1 4 x 12", "b1 4 x 1", "W2 3 x 4", "b2 3 x 1", "W3 1 x 3", "b3 1 x 1"),
        content.tensors().stream().map(t -> t.name() + " " + t.shapeText()).toList());
    assertEquals("12,4,3,1", content.metadata().get("layers"));
    assertEquals("relu,relu,sigmoid", content.metadata().get("activations"));
    assertEquals("2,2,3", content.metadata().get("image_size"));
    assertEquals("255.0", content.metadata().get("input_divisor"));
  }

  @Test
  void theActivationOfTheHiddenLayersComesBack() throws IOException {
    Path file = directory.resolve("model.safetensors");
    SavedModel relu = model(Precision.FP64);
    Network tanh = Network.classifier(12, List.of(4, 3), Activation.TANH);
    ModelFile.save(
        file,
        new SavedModel(
            tanh,
            relu.parameters(),
            relu.precision(),
            relu.divisor(),
            relu.imageSize(),
            relu.classNames(),
            relu.notes()));
    assertEquals("tanh,tanh,sigmoid", Safetensors.read(file).metadata().get("activations"));
    assertEquals(tanh, ModelFile.load(file).network());
  }

  @Test
  void aModelOfATableHasNoImageSize() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.save(
        file,
        new SavedModel(
            NETWORK,
            model(Precision.FP64).parameters(),
            Precision.FP64,
            1,
            Optional.empty(),
            List.of("0", "1"),
            Map.of()));
    assertEquals(Optional.empty(), ModelFile.load(file).imageSize());
    assertEquals(1, ModelFile.load(file).divisor());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "absent",
      value = {
        "oncilla_format|absent|not an Oncilla model",
        "oncilla_format|3|model format '3', this program reads '1' and '2'",
        "oncilla_format|2|lacks 'input_mean'",
        "layers|absent|lacks 'layers'",
        "layers|12,4,3,2|'layers' is '12,4,3,2', expected",
        "layers|12,x,1|expected positive whole numbers",
        "layers|12,0,1|expected positive whole numbers",
        "layers|12,4,1|'activations' is 'relu,relu,sigmoid', expected relu,sigmoid",
        "layers|13,4,3,1|tensor W1 is 4 x 12, expected 4 x 13",
        "layers|12,4,5,1|tensor W2 is 3 x 4, expected 5 x 4",
        "activations|relu,tanh,sigmoid|expected relu,relu,sigmoid",
        "activations|absent|lacks 'activations'",
        "input_divisor|0|expected a positive number",
        "input_divisor|Infinity|expected a positive number",
        "input_divisor|a|expected a positive number",
        "image_size|2,2,2|height, width and channels of 12 numbers",
        "image_size|12|height, width and channels of 12 numbers",
        "image_size|2000000000,2000000000,3|height, width and channels of 12 numbers",
        "class_names|cat|expected a JSON list of two names",
        "class_names|[\"cat\"]|expected a JSON list of two names",
        "class_names|[\"cat\",1]|expected a JSON list of two names",
        "class_names|``|expected a JSON list of two names",
      })
  void metadataIsChecked(String name, String value, String expected) throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.save(file, model(Precision.FP64));
    SafetensorsFile content = Safetensors.read(file);
    Map<String, String> metadata = new HashMap<>(content.metadata());
    metadata.remove(name);
    if (value != null) {
      metadata.put(name, value);
    }
    Safetensors.write(file, new SafetensorsFile(metadata, content.tensors()));
    assertRefused(file, expected);
  }

  @Test
  void tensorsAreChecked() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.save(file, model(Precision.FP64));
    SafetensorsFile content = Safetensors.read(file);

    replace(file, content, 2, tensor("W9", DType.F64, 3, 4));
    assertRefused(file, "tensor W2 is missing");
    replace(file, content, 3, tensor("b2", DType.F64, 3));
    assertRefused(file, "tensor b2 is 3, expected 3 x 1");
    replace(file, content, 3, tensor("b2", DType.F32, 3, 1));
    assertRefused(file, "tensor b2 is F32, expected F64 as the first");
    NamedTensor poisoned = tensor("W2", DType.F64, 3, 4);
    poisoned.values()[5] = Double.NaN;
    replace(file, content, 2, poisoned);
    assertRefused(file, "tensor W2 holds NaN at element 5, expected finite numbers");
  }

  @Test
  void theNumberOfTensorsIsChecked() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.save(file, model(Precision.FP64));
    SafetensorsFile content = Safetensors.read(file);
    List<NamedTensor> tensors = new ArrayList<>(content.tensors());
    tensors.add(tensor("W4", DType.F64, 1, 1));
    Safetensors.write(file, new SafetensorsFile(content.metadata(), tensors));
    assertRefused(file, "7 tensors, expected 6 for 3 layers");
  }

  @Test
  void damagedFilesAreRefusedInOneLineOrRead() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.save(file, model(Precision.FP32));
    byte[] bytes = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(11);
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] damaged =
          random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
      damaged = damaged.clone();
      if (damaged.length > 0) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      }
      Files.write(file, damaged);
      try {
        ModelFile.load(file);
      } catch (FormatException e) {
        assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 500, refused + " of 1000 refused");
  }

  @Test
  void aModelMustFitItself() {
    Parameters parameters = model(Precision.FP64).parameters();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SavedModel(
                NETWORK,
                parameters,
                Precision.FP64,
                255,
                Optional.of(new SavedModel.ImageSize(3, 3, 3)),
                List.of("a", "b"),
                Map.of()));
    SavedModel reserved =
        new SavedModel(
            NETWORK,
            parameters,
            Precision.FP64,
            1,
            Optional.empty(),
            List.of("a", "b"),
            Map.of("layers", "mine"));
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelFile.save(directory.resolve("model.safetensors"), reserved));
  }

  static SavedModel model(Precision precision) {
    SplittableRandom random = new SplittableRandom(3);
    List<LayerParameters> layers = new ArrayList<>();
    for (Dense layer : NETWORK.layers()) {
      layers.add(
          new LayerParameters(
              random.doubles(layer.weights(), -1, 1).toArray(),
              random.doubles(layer.outputs(), -1, 1).toArray()));
    }
    return new SavedModel(
        NETWORK,
        new Parameters(layers),
        precision,
        255,
        Optional.of(new SavedModel.ImageSize(2, 2, 3)),
        List.of("non-cat", "cat, \"tabby\""),
        Map.of("data", "drawn"));
  }

  private static void assertRounded(Precision precision, double[] expected, double[] actual) {
    assertArrayEquals(Arrays.stream(expected).map(precision::round).toArray(), actual);
  }

  private static NamedTensor tensor(String name, DType dtype, long... shape) {
    return new NamedTensor(
        name, dtype, shape, new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)]);
  }

  private static void replace(Path file, SafetensorsFile content, int index, NamedTensor tensor)
      throws IOException {
    List<NamedTensor> tensors = new ArrayList<>(content.tensors());
    tensors.set(index, tensor);
    Safetensors.write(file, new SafetensorsFile(content.metadata(), tensors));
  }

  private static void assertRefused(Path file, String expected) {
    String message = assertThrows(FormatException.class, () -> ModelFile.load(file)).getMessage();
    assertTrue(message.startsWith(file + ": ") && message.contains(expected), message);
  }
}
