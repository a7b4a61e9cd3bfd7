package oncilla.backend.checked;

import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.InputTransform;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;

/**
 * What an operation may ask of its tensors. Whatever does not hold is an {@link
 * IllegalArgumentException} that names operation and tensor.
 */
final class TensorChecks {
  private final Backend owner;

  /**
   * Checks tensors of one backend.
   *
   * @param owner the backend whose tensors are taken
   */
  TensorChecks(Backend owner) {
    this.owner = owner;
  }

  /** A step state. */
  void state(String op, StepState state) {
    typed(op, "state counters", state.counters(), ElementType.I64);
    expect(op, "state counters", state.counters(), 1, StepState.COUNTERS);
    real(op, "learning rate", state.learningRate());
    expect(op, "learning rate", state.learningRate(), 1, state.rates());
  }

  /** A mean and a deviation for each column of {@code as}, neither of them {@code as}. */
  void columns(String op, InputTransform.Columns columns, Tensor as) {
    real(op, "mean", columns.mean());
    expect(op, "mean", columns.mean(), 1, as.shape().columns());
    real(op, "deviation", columns.deviation());
    expect(op, "deviation", columns.deviation(), 1, as.shape().columns());
    distinct(op, "out", as, columns.mean(), columns.deviation());
  }

  /** A tensor of real numbers. */
  void real(String op, String name, Tensor tensor) {
    typed(op, name, tensor, ElementType.REAL);
  }

  /** One real number. */
  void scalar(String op, String name, Tensor tensor) {
    real(op, name, tensor);
    expect(op, name, tensor, 1, 1);
  }

  /** A tensor of {@code type}. */
  void typed(String op, String name, Tensor tensor, ElementType type) {
    owned(op, name, tensor);
    if (tensor.type() != type) {
      throw new IllegalArgumentException(
          op + ": " + name + " must be " + type + ", not " + tensor.type());
    }
  }

  /** A tensor of the owner. */
  void owned(String op, String name, Tensor tensor) {
    if (tensor.owner() != owner) {
      throw new IllegalArgumentException(
          op + ": " + name + " belongs to another backend (" + tensor.owner().name() + ")");
    }
  }

  /** A tensor of the shape of {@code as}. */
  void same(String op, String name, Tensor tensor, Tensor as) {
    expect(op, name, tensor, as.shape().rows(), as.shape().columns());
  }

  /** A tensor of this shape. */
  void expect(String op, String name, Tensor tensor, long rows, long columns) {
    if (tensor.shape().rows() != rows || tensor.shape().columns() != columns) {
      throw new IllegalArgumentException(
          op + ": " + name + " must be " + rows + " x " + columns + ", not " + tensor.shape());
    }
  }

  /** An output that is none of these inputs. */
  void distinct(String op, String name, Tensor output, Tensor... inputs) {
    for (Tensor input : inputs) {
      if (input == output) {
        throw new IllegalArgumentException(op + ": " + name + " must not be one of the inputs");
      }
    }
  }
}
