package oncilla.nn;

import java.util.List;
import oncilla.backend.Tensor;

/**
 * The tensors of one pass through a network. Memory is shared by lifetime, so a tensor holds its
 * values only from the operation that writes it to the last that needs it. Layers are counted from
 * 1.
 *
 * @param outputs activations of the hidden layers, then the logits
 * @param gradients with respect to the outputs; empty if only forward runs
 */
public record Activations(List<Tensor> outputs, List<Tensor> gradients) {
  /** Copies the lists. */
  public Activations {
    outputs = List.copyOf(outputs);
    gradients = List.copyOf(gradients);
  }

  /** The first rows of everything, for a smaller batch in the same memory. */
  public Activations firstRows(long rows) {
    return new Activations(firstRows(outputs, rows), firstRows(gradients, rows));
  }

  private static List<Tensor> firstRows(List<Tensor> tensors, long rows) {
    return tensors.stream().map(tensor -> tensor.firstRows(rows)).toList();
  }

  /** A of a hidden layer, or the logits of the last: {@code m × n}. */
  public Tensor output(int layer) {
    return outputs.get(layer - 1);
  }

  /** The gradient with respect to {@link #output}. */
  public Tensor gradient(int layer) {
    return gradients.get(layer - 1);
  }

  /** Z of the last layer: {@code m × 1}. */
  public Tensor logits() {
    return outputs.get(outputs.size() - 1);
  }
}
