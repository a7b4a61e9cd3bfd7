package oncilla.backend.cpu;

import static oncilla.backend.cpu.CpuTensor.own;
import static oncilla.backend.cpu.CpuTensor.reals;

import java.util.Optional;
import oncilla.backend.ElementType;
import oncilla.backend.InputTransform;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.host.AugmentedImage;

/**
 * The gather of a batch, as a loop over its rows. A byte has 256 values, so what each of them is
 * when it has been divided is looked up.
 */
final class GatherLoop {
  private static final int BYTE_VALUES = 256;

  private final Tensor source;
  private final Tensor indices;
  private final CpuState counters;
  private final InputTransform transform;
  private final Tensor out;
  private final double[] divided = new double[BYTE_VALUES];

  private GatherLoop(
      Tensor source, Tensor indices, StepState state, InputTransform transform, Tensor out) {
    this.source = source;
    this.indices = indices;
    this.counters = new CpuState(state);
    this.transform = transform;
    this.out = out;
    for (int i = 0; i < BYTE_VALUES; i++) {
      divided[i] = i / transform.divisor();
    }
  }

  /** Row i of out = row indices[offset + i] of source, transformed. */
  static SharedLoop of(
      Tensor source, Tensor indices, StepState state, InputTransform transform, Tensor out) {
    GatherLoop gather = new GatherLoop(source, indices, state, transform, out);
    return new SharedLoop(out.shape().rows(), 2 * out.shape().columns(), gather::rows);
  }

  private void rows(long from, long to) {
    int columns = Math.toIntExact(out.shape().columns());
    long first = counters.rowOffset();
    CpuTensor order = own(indices);
    Optional<AugmentedImage> augmented = transform.augmentation().map(AugmentedImage::new);
    for (long i = from; i < to; i++) {
      int example = order.i32(first + i);
      int row = transform.staged() ? (int) i : example;
      if (row < 0 || row >= source.shape().rows()) {
        throw new IllegalArgumentException(
            "gather: index %d is %d, the source has %d rows"
                .formatted(first + i, row, source.shape().rows()));
      }
      if (augmented.isPresent()) {
        augment(augmented.get(), example, (long) row * columns, i * columns);
      } else {
        row((long) row * columns, i * columns, columns);
      }
    }
  }

  /** An image whose numbers begin at these indices, changed. */
  private void augment(AugmentedImage image, int example, long from, long to) {
    image.write(example, counters.epoch(), stored(from), target(reals(out), to));
  }

  private AugmentedImage.Source stored(long from) {
    if (source.type() == ElementType.U8) {
      CpuTensor bytes = own(source);
      return j -> divided[bytes.u8(from + j) & 0xFF];
    }
    Reals numbers = reals(source);
    double divisor = transform.divisor();
    return j -> numbers.get(from + j) / divisor;
  }

  private AugmentedImage.Target target(Reals target, long to) {
    if (transform.standardization().isEmpty()) {
      return (j, value) -> target.set(to + j, value);
    }
    Reals mean = reals(transform.standardization().get().mean());
    Reals deviation = reals(transform.standardization().get().deviation());
    return (j, value) -> target.set(to + j, (value - mean.get(j)) / deviation.get(j));
  }

  /** The row whose elements begin at these indices. */
  private void row(long from, long to, int columns) {
    Optional<InputTransform.Columns> standard = transform.standardization();
    if (source.type() == ElementType.U8) {
      if (standard.isPresent()) {
        reals(out)
            .standardize(
                own(source),
                from,
                divided,
                reals(standard.get().mean()),
                reals(standard.get().deviation()),
                to,
                columns);
      } else {
        reals(out).lookUp(own(source), from, divided, to, columns);
      }
      return;
    }
    Reals numbers = reals(source);
    Reals target = reals(out);
    double divisor = transform.divisor();
    if (standard.isEmpty()) {
      for (int j = 0; j < columns; j++) {
        target.set(to + j, numbers.get(from + j) / divisor);
      }
      return;
    }
    Reals mean = reals(standard.get().mean());
    Reals deviation = reals(standard.get().deviation());
    for (int j = 0; j < columns; j++) {
      target.set(to + j, (numbers.get(from + j) / divisor - mean.get(j)) / deviation.get(j));
    }
  }
}
