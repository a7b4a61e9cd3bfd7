package oncilla.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oncilla.nn.Dense;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;

/**
 * Start values from a file: tensors {@code W1 b1 W2 b2 …}, weights as {@code n × n_prev}, biases of
 * any shape with n elements. Tensors with other names are left alone, so that a trained model or a
 * file with more than parameters can be used.
 */
public final class InitialParameters {
  private static final Pattern PARAMETER = Pattern.compile("[Wb]([1-9][0-9]{0,5})");

  private InitialParameters() {}

  /**
   * The parameters of {@code network} in {@code file}.
   *
   * @throws FormatException if the file cannot be read or does not fit the network: the file, the
   *     tensor, what was found and what was expected, in one line
   */
  public static Parameters read(Path file, Network network) {
    Map<String, NamedTensor> tensors = tensors(file);
    for (String name : tensors.keySet()) {
      Matcher parameter = PARAMETER.matcher(name);
      if (parameter.matches() && Integer.parseInt(parameter.group(1)) > network.depth()) {
        throw new FormatException(
            file + ": holds " + name + ", but the network has " + network.depth() + " layers");
      }
    }
    List<LayerParameters> layers = new ArrayList<>();
    for (int l = 1; l <= network.depth(); l++) {
      Dense layer = network.layers().get(l - 1);
      NamedTensor weights = tensor(file, tensors, "W" + l);
      TensorChecks.requireShape(file, weights, layer.outputs(), layer.inputs());
      TensorChecks.requireFinite(file, weights);
      NamedTensor bias = tensor(file, tensors, "b" + l);
      TensorChecks.requireSize(file, bias, layer.outputs());
      TensorChecks.requireFinite(file, bias);
      layers.add(new LayerParameters(weights.values(), bias.values()));
    }
    return new Parameters(layers);
  }

  private static NamedTensor tensor(Path file, Map<String, NamedTensor> tensors, String name) {
    return TensorChecks.require(file, Optional.ofNullable(tensors.get(name)), name);
  }

  private static Map<String, NamedTensor> tensors(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    Map<String, NamedTensor> tensors = new LinkedHashMap<>();
    if (name.endsWith(".safetensors")) {
      Safetensors.read(file).tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
      return tensors;
    }
    if (name.endsWith(".npz")) {
      Npz.read(file, key -> PARAMETER.matcher(key).matches())
          .forEach(
              (key, array) -> {
                long[] shape = Arrays.stream(array.shape()).asLongStream().toArray();
                tensors.put(key, new NamedTensor(key, DType.F64, shape, array.doubles()));
              });
      return tensors;
    }
    throw new FormatException(
        file + ": start values come from a file ending in .safetensors or .npz");
  }
}
