package oncilla.backend.opencl;

import java.util.Map;
import oncilla.backend.Precision;

/**
 * For CPU devices: {@code kernels/matmul_packed.cl}, where one item computes a block of C from
 * panels of A and B that it packed into local memory.
 *
 * @param strip rows of a register block, a multiple of 4
 * @param columnVectors vectors of columns of a register block
 * @param vectorWidth elements of a vector
 * @param blockM most rows of a packed block of A, a multiple of {@code strip}
 * @param blockK most elements of a sum that are packed at a time
 */
public record PackedMatmul(int strip, int columnVectors, int vectorWidth, int blockM, int blockK)
    implements MatmulVariant {
  /** Checks that strips divide the block. */
  public PackedMatmul {
    if (strip % 4 != 0 || blockM % strip != 0) {
      throw new IllegalArgumentException("a strip is a multiple of 4 rows and divides the block");
    }
  }

  @Override
  public String file() {
    return "matmul_packed.cl";
  }

  @Override
  public String kernel() {
    return "matmul_packed";
  }

  @Override
  public Map<String, Integer> macros() {
    return Map.of(
        "STRIP",
        strip,
        "COLUMN_VECTORS",
        columnVectors,
        "VW",
        vectorWidth,
        "BLOCK_M",
        blockM,
        "BLOCK_K",
        blockK);
  }

  /** Local memory of a group, in bytes. */
  public long localBytes(Precision precision) {
    long panel = (long) columnVectors * vectorWidth;
    return (blockM + panel) * blockK * precision.bytes();
  }

  @Override
  public void submit(MatmulCall call, LaunchSink sink) {
    BlockGrid grid =
        BlockGrid.choose(
            call.dims(),
            strip,
            columnVectors * vectorWidth,
            vectorWidth,
            blockM,
            call.computeUnits());
    // Steps of the same length: a last, short one would use its panel too little.
    long steps = NdRange.ceilDiv(call.dims().k(), blockK);
    sink.accept(
        call.launch(
                call.program(file(), macros()),
                kernel(),
                NdRange.groups(grid.rowGroups(), grid.columnGroups(), 1, 1))
            .word(grid.blockRows())
            .word(grid.blockColumns())
            .word(NdRange.ceilDiv(call.dims().k(), steps)));
  }
}
