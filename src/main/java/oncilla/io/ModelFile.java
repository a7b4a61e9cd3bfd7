package oncilla.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oncilla.backend.Precision;
import oncilla.nn.Dense;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;

/**
 * Models in safetensors files: tensors {@code W1 b1 W2 b2 …} as {@code n × n_prev} and {@code n ×
 * 1}, F64 or F32 as the run, and in the metadata layers, activations, scaling, image size and class
 * names.
 */
public final class ModelFile {
  private ModelFile() {}

  /**
   * Writes {@code model}, whole or not at all; the same model gives the same bytes.
   *
   * @throws IOException if it cannot be written
   */
  public static void save(Path file, SavedModel model) throws IOException {
    DType dtype = DType.of(model.precision());
    List<NamedTensor> tensors = new ArrayList<>();
    for (int l = 0; l < model.network().depth(); l++) {
      Dense layer = model.network().layers().get(l);
      LayerParameters parameters = model.parameters().layers().get(l);
      tensors.add(
          new NamedTensor(
              "W" + (l + 1),
              dtype,
              new long[] {layer.outputs(), layer.inputs()},
              parameters.weights()));
      tensors.add(
          new NamedTensor(
              "b" + (l + 1), dtype, new long[] {layer.outputs(), 1}, parameters.bias()));
    }
    Safetensors.write(file, new SafetensorsFile(ModelMetadata.of(model), tensors));
  }

  /**
   * Reads a model and checks all of it.
   *
   * @throws FormatException if the file is not a model this program can use, in one line
   */
  public static SavedModel load(Path file) {
    SafetensorsFile content = Safetensors.read(file);
    ModelMetadata metadata = new ModelMetadata(file, content.metadata());
    Network network = metadata.network();
    if (content.tensors().size() != 2 * network.depth()) {
      throw new FormatException(
          file
              + ": "
              + content.tensors().size()
              + " tensors, expected "
              + 2 * network.depth()
              + " for "
              + network.depth()
              + " layers");
    }
    Precision precision = content.tensors().get(0).dtype().precision();
    List<LayerParameters> layers = new ArrayList<>();
    for (int l = 1; l <= network.depth(); l++) {
      Dense layer = network.layers().get(l - 1);
      layers.add(
          new LayerParameters(
              values(file, content, "W" + l, precision, layer.outputs(), layer.inputs()),
              values(file, content, "b" + l, precision, layer.outputs(), 1)));
    }
    return new SavedModel(
        network,
        new Parameters(layers),
        precision,
        metadata.divisor(),
        metadata.standardization(network),
        metadata.imageSize(network),
        metadata.classNames(),
        metadata.names(network),
        metadata.notes());
  }

  /**
   * The model in a file, if it is one of this program's; any other file holds no names.
   *
   * @throws FormatException if it says that it is one, and this program cannot use it
   */
  public static Optional<SavedModel> loadIfModel(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")
            && ModelMetadata.isModel(Safetensors.read(file).metadata())
        ? Optional.of(load(file))
        : Optional.empty();
  }

  private static double[] values(
      Path file, SafetensorsFile content, String name, Precision precision, int rows, int columns) {
    NamedTensor tensor = TensorChecks.require(file, content.tensor(name), name);
    TensorChecks.requireShape(file, tensor, rows, columns);
    TensorChecks.requireFinite(file, tensor);
    if (tensor.dtype().precision() != precision) {
      throw new FormatException(
          file
              + ": tensor "
              + name
              + " is "
              + tensor.dtype()
              + ", expected "
              + DType.of(precision)
              + " as the first");
    }
    return tensor.values();
  }
}
