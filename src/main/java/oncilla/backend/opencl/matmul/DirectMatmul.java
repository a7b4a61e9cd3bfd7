package oncilla.backend.opencl.matmul;

import java.util.List;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.matmul.MatmulFamily.Parameter;
import oncilla.backend.opencl.matmul.MatmulFamily.Requirement;

/**
 * A variant for CPU devices that reads both operands where they lie: {@code
 * kernels/matmul/direct.cl}. Which products it computes where nobody has measured is in {@link
 * PackedDefaults}.
 *
 * @param blockM rows of C of an item
 * @param blockN columns of C of an item, where both operands are contiguous along k
 * @param columnVectors vectors of columns of an item, where B and C are contiguous along n
 * @param vectorWidth elements of a vector
 */
public record DirectMatmul(int blockM, int blockN, int columnVectors, int vectorWidth)
    implements MatmulVariant {
  /** The parameters, the values to try, and what a device must have. */
  public static final MatmulFamily<DirectMatmul> FAMILY =
      new MatmulFamily<>(
          "direct",
          DirectMatmul.class,
          List.of(
              Parameter.ofKernel("block_m", "BLOCK_M", DirectMatmul::blockM, 1, 2, 3, 4, 6, 8, 12),
              Parameter.ofKernel("block_n", "BLOCK_N", DirectMatmul::blockN, 1, 2, 3, 4, 6, 8),
              Parameter.ofKernel(
                  "column_vectors", "COLUMN_VECTORS", DirectMatmul::columnVectors, 1, 2, 3, 4),
              Parameter.ofKernel("vector_width", "VW", DirectMatmul::vectorWidth, 4, 8, 16)),
          values -> new DirectMatmul(values[0], values[1], values[2], values[3]),
          List.of(
              Requirement.atMost(
                  "elements in a vector",
                  (variant, limits) -> variant.vectorWidth(),
                  DeviceLimits::vectorWidth)),
          DeviceLimits::hasVectorCores);

  @Override
  public MatmulFamily<DirectMatmul> family() {
    return FAMILY;
  }

  @Override
  public void submit(MatmulCall call, LaunchSink sink) {
    MatmulDims dims = call.dims();
    long rows = NdRange.ceilDiv(dims.m(), blockM);
    NdRange range =
        call.form() == MatmulForm.NT
            ? NdRange.groups(NdRange.ceilDiv(dims.n(), blockN), rows, 1, 1)
            : NdRange.groups(
                rows, NdRange.ceilDiv(dims.n(), (long) columnVectors * vectorWidth), 1, 1);
    sink.accept(call.launch(call.program(file(), macros()), kernel(), range));
  }
}
