package oncilla.nn;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;
import oncilla.nn.Parameters.LayerParameters;

/**
 * One number for every parameter of a network, in one block of a backend's memory: the parameters
 * themselves, or their gradients, which have the same layout. All weights come first and then all
 * biases, so that the L2 term is one operation over one span. Layers are counted from 1.
 */
public final class ParameterMemory {
  private final Backend backend;
  private final Network network;
  private final TensorBlock block;

  private ParameterMemory(Backend backend, Network network, TensorBlock block) {
    this.backend = backend;
    this.network = network;
    this.block = block;
  }

  /** A new block, all zero. */
  public static ParameterMemory allocate(Backend backend, Arena arena, Network network) {
    return new ParameterMemory(
        backend, network, arena.allocateBlock(layout(network, backend.precision())));
  }

  /** Where the weights W1 … WL and then the biases b1 … bL lie. */
  public static BlockLayout layout(Network network, Precision precision) {
    List<Shape> shapes = new ArrayList<>();
    for (Dense layer : network.layers()) {
      shapes.add(Shape.of(layer.outputs(), layer.inputs()));
    }
    for (Dense layer : network.layers()) {
      shapes.add(Shape.vector(layer.outputs()));
    }
    return BlockLayout.consecutive(shapes, precision.bytes());
  }

  /** W of a layer, or its gradient: {@code n × n_prev}. */
  public Tensor weights(int layer) {
    return block.parts().get(layer - 1);
  }

  /** b of a layer, or its gradient: {@code 1 × n}. */
  public Tensor bias(int layer) {
    return block.parts().get(network.depth() + layer - 1);
  }

  /** All weights as one vector, zeros between them. */
  public Tensor allWeights() {
    return block.span(0, network.depth() - 1);
  }

  /** All weights and biases as one vector, zeros between them. */
  public Tensor all() {
    return block.all();
  }

  /**
   * Copies values into the block, rounding to the backend's precision.
   *
   * @throws IllegalArgumentException if they do not fit the network
   */
  public void upload(Parameters values) {
    values.requireFit(network);
    for (int layer = 1; layer <= network.depth(); layer++) {
      backend.upload(values.layers().get(layer - 1).weights(), weights(layer));
      backend.upload(values.layers().get(layer - 1).bias(), bias(layer));
    }
  }

  /**
   * Copies the values of another block, tensor by tensor, rounding to this backend's precision; the
   * other block may be of another backend, whose padding may differ.
   */
  public void copy(ParameterMemory from) {
    for (int layer = 1; layer <= network.depth(); layer++) {
      backend.copy(from.weights(layer), weights(layer));
      backend.copy(from.bias(layer), bias(layer));
    }
  }

  /** Waits, and copies the values to the host. */
  public Parameters download() {
    List<LayerParameters> layers = new ArrayList<>();
    for (int layer = 1; layer <= network.depth(); layer++) {
      layers.add(new LayerParameters(values(weights(layer)), values(bias(layer))));
    }
    return new Parameters(layers);
  }

  private double[] values(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.shape().size())];
    backend.download(tensor, values);
    return values;
  }
}
