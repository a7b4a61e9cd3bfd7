package oncilla.backend.cpu;

import static oncilla.backend.cpu.CpuTensor.own;
import static oncilla.backend.cpu.CpuTensor.reals;

import oncilla.backend.ElementType;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;

/** The operations whose elements do not depend on each other, as loops that all cores share. */
final class ElementwiseLoops {
  /** Work of an exponential, in additions or so. */
  static final int EXPONENTIAL = 16;

  private ElementwiseLoops() {}

  /** y = x + b in every row, and where {@code relu} says so max(that, 0). */
  static SharedLoop addRowVector(Tensor x, Tensor b, Tensor y, boolean relu) {
    int columns = Math.toIntExact(x.shape().columns());
    return new SharedLoop(
        x.shape().rows(),
        columns,
        (from, to) -> {
          Reals in = reals(x);
          Reals bias = reals(b);
          Reals out = reals(y);
          for (long row = from; row < to; row++) {
            out.addRow(in, bias, row * columns, columns, relu);
          }
        });
  }

  /** a = max(z, 0). */
  static SharedLoop relu(Tensor z, Tensor a) {
    return new SharedLoop(
        z.shape().size(),
        1,
        (from, to) -> {
          Reals in = reals(z);
          Reals out = reals(a);
          for (long i = from; i < to; i++) {
            out.set(i, Math.max(in.get(i), 0));
          }
        });
  }

  /** dz = da where a is positive, else 0. */
  static SharedLoop reluBackward(Tensor da, Tensor a, Tensor dz) {
    return new SharedLoop(
        da.shape().size(),
        1,
        (from, to) -> reals(dz).keepWherePositive(reals(da), reals(a), from, to));
  }

  /** a = σ(z). */
  static SharedLoop sigmoid(Tensor z, Tensor a) {
    return new SharedLoop(
        z.shape().size(),
        EXPONENTIAL,
        (from, to) -> {
          Reals in = reals(z);
          Reals out = reals(a);
          for (long i = from; i < to; i++) {
            out.set(i, sigmoid(in.get(i)));
          }
        });
  }

  /** dz = da · a · (1 − a). */
  static SharedLoop sigmoidBackward(Tensor da, Tensor a, Tensor dz) {
    return new SharedLoop(
        da.shape().size(),
        1,
        (from, to) -> {
          Reals gradient = reals(da);
          Reals activation = reals(a);
          Reals out = reals(dz);
          for (long i = from; i < to; i++) {
            double value = activation.get(i);
            out.set(i, gradient.get(i) * value * (1 - value));
          }
        });
  }

  /** Row i of out = row indices[offset + i] of source / divisor; see {@link #copyRow}. */
  static SharedLoop gather(
      Tensor source, Tensor indices, StepState state, double divisor, Tensor out) {
    CpuState counters = new CpuState(state);
    return new SharedLoop(
        out.shape().rows(),
        2 * out.shape().columns(),
        (from, to) -> {
          long columns = out.shape().columns();
          long first = counters.rowOffset();
          CpuTensor order = own(indices);
          for (long i = from; i < to; i++) {
            int row = order.i32(first + i);
            if (row < 0 || row >= source.shape().rows()) {
              throw new IllegalArgumentException(
                  "gather: index %d is %d, the source has %d rows"
                      .formatted(first + i, row, source.shape().rows()));
            }
            copyRow(own(source), row * columns, divisor, reals(out), i * columns, columns);
          }
        });
  }

  /** A row of pixels or of numbers, each divided. */
  private static void copyRow(
      CpuTensor source, long from, double divisor, Reals out, long to, long columns) {
    if (source.type() == ElementType.U8) {
      for (long j = 0; j < columns; j++) {
        out.set(to + j, (source.u8(from + j) & 0xFF) / divisor);
      }
    } else {
      Reals numbers = source.reals();
      for (long j = 0; j < columns; j++) {
        out.set(to + j, numbers.get(from + j) / divisor);
      }
    }
  }

  /** 1 / (1 + exp(−z)); for z &lt; 0 as exp(z) / (1 + exp(z)), where exp(−z) would overflow. */
  static double sigmoid(double z) {
    if (z < 0) {
      double e = Math.exp(z);
      return e / (1 + e);
    }
    return 1 / (1 + Math.exp(-z));
  }
}
