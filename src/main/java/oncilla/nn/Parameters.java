package oncilla.nn;

import java.util.List;

/**
 * The values of a network's parameters on the host, in double.
 *
 * @param layers weights and biases, first layer first
 */
public record Parameters(List<LayerParameters> layers) {
  /**
   * One layer's parameters.
   *
   * @param weights W, {@code n × n_prev}, row-major; not copied
   * @param bias b, n numbers; not copied
   */
  public record LayerParameters(double[] weights, double[] bias) {}

  /** Copies the list. */
  public Parameters {
    layers = List.copyOf(layers);
  }

  /**
   * Checks that the parameters are those of {@code network}.
   *
   * @throws IllegalArgumentException naming the first tensor that does not fit
   */
  public void requireFit(Network network) {
    if (layers.size() != network.depth()) {
      throw new IllegalArgumentException(
          layers.size() + " layers of parameters for a network of " + network.depth());
    }
    for (int l = 0; l < layers.size(); l++) {
      Dense layer = network.layers().get(l);
      if (layers.get(l).weights().length != layer.weights()) {
        throw new IllegalArgumentException(
            "W"
                + (l + 1)
                + " has "
                + layers.get(l).weights().length
                + " elements, expected "
                + layer.outputs()
                + " x "
                + layer.inputs());
      }
      if (layers.get(l).bias().length != layer.outputs()) {
        throw new IllegalArgumentException(
            "b"
                + (l + 1)
                + " has "
                + layers.get(l).bias().length
                + " elements, expected "
                + layer.outputs());
      }
    }
  }
}
