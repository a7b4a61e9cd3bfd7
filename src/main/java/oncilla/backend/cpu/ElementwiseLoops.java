package oncilla.backend.cpu;

import static oncilla.backend.cpu.CpuTensor.own;
import static oncilla.backend.cpu.CpuTensor.reals;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.Tensor;

/** The operations whose elements do not depend on each other, as loops that all cores share. */
final class ElementwiseLoops {
  /** Work of an exponential, in additions or so. */
  static final int EXPONENTIAL = 16;

  /** Elements of a few tensors that the first cache of a core holds. */
  private static final int CACHED = 1 << 10;

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

  /** a = f(z). */
  static SharedLoop activate(Activation f, Tensor z, Tensor a) {
    return switch (f) {
      case IDENTITY ->
          new SharedLoop(
              z.shape().size(),
              1,
              (from, to) -> {
                Reals in = reals(z);
                Reals out = reals(a);
                for (long i = from; i < to; i++) {
                  out.set(i, in.get(i));
                }
              });
      case RELU ->
          new SharedLoop(
              z.shape().size(),
              1,
              (from, to) -> {
                Reals in = reals(z);
                Reals out = reals(a);
                for (long i = from; i < to; i++) {
                  out.set(i, Math.max(in.get(i), 0));
                }
              });
      case TANH -> map(Math::tanh, z, a);
      case SIGMOID -> map(ElementwiseLoops::sigmoid, z, a);
    };
  }

  /** a = f(z) for a function that takes so long that the call of it is nothing. */
  private static SharedLoop map(DoubleUnaryOperator function, Tensor z, Tensor a) {
    return new SharedLoop(
        z.shape().size(),
        EXPONENTIAL,
        (from, to) -> {
          Reals in = reals(z);
          Reals out = reals(a);
          for (long i = from; i < to; i++) {
            out.set(i, function.applyAsDouble(in.get(i)));
          }
        });
  }

  /** dz = da · f'(z), told from a = f(z). */
  static SharedLoop activateBackward(Activation f, Tensor da, Tensor a, Tensor dz) {
    if (f == Activation.RELU) {
      return new SharedLoop(
          da.shape().size(),
          1,
          (from, to) -> reals(dz).keepWherePositive(reals(da), reals(a), from, to));
    }
    DoubleBinaryOperator backward = backward(f);
    return new SharedLoop(
        da.shape().size(),
        2,
        (from, to) -> {
          Reals gradient = reals(da);
          Reals activation = reals(a);
          Reals out = reals(dz);
          for (long i = from; i < to; i++) {
            out.set(i, backward.applyAsDouble(gradient.get(i), activation.get(i)));
          }
        });
  }

  /** The same behind dropout: dz = da / keep · f'(z) where the mask is not 0, else 0. */
  static SharedLoop activateBackward(
      Activation f, Tensor da, Tensor a, Dropout dropout, Tensor dz) {
    if (f == Activation.RELU) {
      return reluBackward(da, a, dropout, dz);
    }
    DoubleBinaryOperator backward = backward(f);
    double keep = dropout.keepProbability();
    return new SharedLoop(
        da.shape().size(),
        4,
        (from, to) -> {
          Reals gradient = reals(da);
          Reals activation = reals(a);
          CpuTensor mask = own(dropout.mask());
          Reals out = reals(dz);
          for (long i = from; i < to; i++) {
            out.set(
                i,
                mask.u8(i) != 0
                    ? backward.applyAsDouble(gradient.get(i) / keep, keep * activation.get(i))
                    : 0);
          }
        });
  }

  /** Two passes without a branch on signs, over pieces that stay in the cache between them. */
  private static SharedLoop reluBackward(Tensor da, Tensor a, Dropout dropout, Tensor dz) {
    DropoutLoops.Masking masking = new DropoutLoops.Masking(dropout);
    return new SharedLoop(
        da.shape().size(),
        4,
        (from, to) -> {
          Reals gradient = reals(da);
          Reals activation = reals(a);
          Reals out = reals(dz);
          for (long first = from; first < to; first += CACHED) {
            long end = Math.min(to, first + CACHED);
            masking.apply(gradient, out, first, end);
            out.keepWherePositive(out, activation, first, end);
          }
        });
  }

  private static DoubleBinaryOperator backward(Activation f) {
    return switch (f) {
      case IDENTITY -> (gradient, activation) -> gradient;
      case RELU -> (gradient, activation) -> activation > 0 ? gradient : 0;
      case TANH -> (gradient, activation) -> gradient * (1 - activation * activation);
      case SIGMOID -> (gradient, activation) -> gradient * activation * (1 - activation);
    };
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
