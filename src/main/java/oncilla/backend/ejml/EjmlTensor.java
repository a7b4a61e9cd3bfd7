package oncilla.backend.ejml;

import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;

/** A piece of a Java array. Real numbers are kept in double whatever the precision is. */
final class EjmlTensor implements Tensor {
  private final EjmlArena arena;
  private final ElementType type;
  private final Shape shape;
  private final Object array;
  private final int offset;

  /** The elements of {@code array} from {@code offset} on. */
  EjmlTensor(EjmlArena arena, ElementType type, Shape shape, Object array, int offset) {
    this.arena = arena;
    this.type = type;
    this.shape = shape;
    this.array = array;
    this.offset = offset;
  }

  @Override
  public ElementType type() {
    return type;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Backend owner() {
    return arena.owner();
  }

  /** Number of elements; an allocation always fits an array. */
  int size() {
    return (int) shape.size();
  }

  /** The tensor's first element in its array. */
  int offset() {
    return offset;
  }

  /** Where the values of a REAL tensor lie. */
  Matrix matrix() {
    return new Matrix(
        (double[]) array(ElementType.REAL), offset, (int) shape.rows(), (int) shape.columns());
  }

  /** The value of a REAL tensor with a single element. */
  double scalar() {
    return matrix().values()[offset];
  }

  /** The array of a U8 tensor. */
  byte[] bytes() {
    return (byte[]) array(ElementType.U8);
  }

  /** The array of an I32 tensor. */
  int[] ints() {
    return (int[]) array(ElementType.I32);
  }

  /** The array of an I64 tensor. */
  long[] longs() {
    return (long[]) array(ElementType.I64);
  }

  /** Rounds every value of a REAL tensor to {@code precision}. */
  void round(Precision precision) {
    if (precision == Precision.FP64) {
      return;
    }
    double[] values = matrix().values();
    for (int i = offset; i < offset + size(); i++) {
      values[i] = precision.round(values[i]);
    }
  }

  private Object array(ElementType expected) {
    arena.requireOpen();
    if (type != expected) {
      throw new IllegalArgumentException("the tensor holds " + type + ", not " + expected);
    }
    return array;
  }
}
