package oncilla.backend.opencl.matmul;

import java.util.List;
import java.util.Set;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.opencl.launch.LaunchSink;

/**
 * A variant that only says how exact it is and what it can read.
 *
 * @param width its one parameter
 * @param precision of its products
 * @param layouts of its operands
 */
public record FakeMatmul(int width, MatmulPrecision precision, Set<OperandLayout> layouts)
    implements MatmulVariant {
  /** A variant of row-major operands. */
  public static FakeMatmul of(MatmulPrecision precision) {
    return new FakeMatmul(1, precision, Set.of(OperandLayout.ROW_MAJOR));
  }

  /** A family of variants of row-major operands that are all so exact. */
  public static MatmulFamily<FakeMatmul> family(MatmulPrecision precision) {
    return new MatmulFamily<>(
        "fake",
        FakeMatmul.class,
        List.of(MatmulFamily.Parameter.ofKernel("width", "WIDTH", FakeMatmul::width, 1, 2, 3)),
        values -> new FakeMatmul(values[0], precision, Set.of(OperandLayout.ROW_MAJOR)),
        List.of(),
        limits -> true);
  }

  @Override
  public MatmulFamily<FakeMatmul> family() {
    return family(precision);
  }

  @Override
  public void submit(MatmulCall call, LaunchSink sink) {
    throw new UnsupportedOperationException("computes nothing");
  }
}
