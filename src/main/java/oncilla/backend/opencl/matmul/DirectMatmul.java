package oncilla.backend.opencl.matmul;

import java.util.Map;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.NdRange;

/**
 * For CPU devices: {@code kernels/matmul/direct.cl}.
 *
 * @param blockM rows of C of an item
 * @param blockN columns of C of an item, where both operands are contiguous along k
 * @param columnVectors vectors of columns of an item, where B and C are contiguous along n
 * @param vectorWidth elements of a vector
 */
public record DirectMatmul(int blockM, int blockN, int columnVectors, int vectorWidth)
    implements MatmulVariant {
  @Override
  public String file() {
    return "matmul/direct.cl";
  }

  @Override
  public String kernel() {
    return "matmul_direct";
  }

  @Override
  public Map<String, Integer> macros() {
    return Map.of(
        "BLOCK_M", blockM, "BLOCK_N", blockN, "COLUMN_VECTORS", columnVectors, "VW", vectorWidth);
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
