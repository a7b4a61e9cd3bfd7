package oncilla.backend.ejml;

import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.host.HostArena;
import oncilla.backend.host.HostTensor;

/** A piece of a Java array. Real numbers are kept in double whatever the precision is. */
final class EjmlTensor extends HostTensor {
  private final Object array;
  private final int offset;

  /** The elements of {@code allocation} from {@code offset} on. */
  EjmlTensor(HostArena arena, Shape shape, EjmlMemory.Array allocation, long offset) {
    super(arena, allocation.type(), shape, allocation, offset);
    array = allocation.array();
    this.offset = Math.toIntExact(offset);
  }

  /** Number of elements; an allocation always fits an array. */
  int size() {
    return (int) shape().size();
  }

  /** The tensor's first element in its array. */
  int offset() {
    return offset;
  }

  /** Where the values of a REAL tensor lie. */
  Matrix matrix() {
    return new Matrix(
        (double[]) array(ElementType.REAL), offset, (int) shape().rows(), (int) shape().columns());
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

  @Override
  protected void write(double[] values) {
    System.arraycopy(values, 0, matrix().values(), offset, values.length);
    round(owner().precision());
  }

  @Override
  protected void write(byte[] values) {
    System.arraycopy(values, 0, bytes(), offset, values.length);
  }

  @Override
  protected void write(int[] values) {
    System.arraycopy(values, 0, ints(), offset, values.length);
  }

  @Override
  protected void write(long[] values) {
    System.arraycopy(values, 0, longs(), offset, values.length);
  }

  @Override
  protected void read(double[] values) {
    System.arraycopy(matrix().values(), offset, values, 0, values.length);
  }

  @Override
  protected void read(byte[] values) {
    System.arraycopy(bytes(), offset, values, 0, values.length);
  }

  @Override
  protected void read(int[] values) {
    System.arraycopy(ints(), offset, values, 0, values.length);
  }

  @Override
  protected void read(long[] values) {
    System.arraycopy(longs(), offset, values, 0, values.length);
  }

  private Object array(ElementType expected) {
    requireOpen();
    if (type() != expected) {
      throw new IllegalArgumentException("the tensor holds " + type() + ", not " + expected);
    }
    return array;
  }
}
