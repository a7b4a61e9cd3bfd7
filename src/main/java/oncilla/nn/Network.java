package oncilla.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oncilla.backend.Activation;

/**
 * An immutable description of a model: dense layers, the hidden ones with one activation, the last
 * with a sigmoid of one unit. Shapes are checked here, before any memory exists.
 *
 * @param layers first to last
 */
public record Network(List<Dense> layers) {
  /** Checks that neighbours fit and that the last layer is one sigmoid unit. */
  public Network {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs a layer");
    }
    for (int l = 0; l < layers.size(); l++) {
      Dense layer = layers.get(l);
      boolean last = l == layers.size() - 1;
      if (last
          ? layer.activation() != Activation.SIGMOID
          : !Activation.ofHiddenLayers().contains(layer.activation())) {
        throw new IllegalArgumentException(
            "hidden layers are one of "
                + Activation.ofHiddenLayers().stream().map(Activation::label).toList()
                + " and the last is sigmoid, not "
                + layer.activation().label());
      }
      if (!last && layer.activation() != layers.get(0).activation()) {
        throw new IllegalArgumentException("all hidden layers have the same activation");
      }
      if (last && layer.outputs() != 1) {
        throw new IllegalArgumentException("the last layer has one unit, not " + layer.outputs());
      }
      if (l > 0 && layers.get(l - 1).outputs() != layer.inputs()) {
        throw new IllegalArgumentException(
            "layer "
                + (l + 1)
                + " takes "
                + layer.inputs()
                + " numbers, but layer "
                + l
                + " gives "
                + layers.get(l - 1).outputs());
      }
    }
  }

  /** The classifier with ReLU behind its hidden layers. */
  public static Network classifier(int inputs, List<Integer> hidden) {
    return classifier(inputs, hidden, Activation.RELU);
  }

  /**
   * The classifier with {@code inputs} numbers per example and these hidden layers (none: logistic
   * regression).
   *
   * @param activation behind each hidden layer
   */
  public static Network classifier(int inputs, List<Integer> hidden, Activation activation) {
    List<Dense> layers = new ArrayList<>();
    int previous = inputs;
    for (int units : hidden) {
      layers.add(new Dense(previous, units, activation));
      previous = units;
    }
    layers.add(new Dense(previous, 1, Activation.SIGMOID));
    return new Network(layers);
  }

  /** Numbers per example. */
  public int inputs() {
    return layers.get(0).inputs();
  }

  /** Number of layers L. */
  public int depth() {
    return layers.size();
  }

  /** The numbers per example, then the units of each layer, with {@code separator} between. */
  public String sizes(String separator) {
    return Stream.concat(Stream.of(inputs()), layers.stream().map(Dense::outputs))
        .map(String::valueOf)
        .collect(Collectors.joining(separator));
  }

  /** What follows the hidden layers; empty where there is none. */
  public Optional<Activation> hiddenActivation() {
    return layers.size() == 1 ? Optional.empty() : Optional.of(layers.get(0).activation());
  }

  /** Units of the hidden layers. */
  public List<Integer> hidden() {
    return layers.subList(0, layers.size() - 1).stream().map(Dense::outputs).toList();
  }
}
