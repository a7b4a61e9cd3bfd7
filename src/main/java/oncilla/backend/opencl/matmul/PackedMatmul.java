package oncilla.backend.opencl.matmul;

import java.util.Map;
import oncilla.backend.Precision;
import oncilla.backend.opencl.launch.LaunchSink;

/**
 * For CPU devices: {@code kernels/matmul/packed.cl}, where one item computes a block of C from
 * panels of A and B: packed into local memory by itself, or packed ahead for all.
 *
 * @param strip rows of a register block, a multiple of 4
 * @param columnVectors vectors of columns of a register block
 * @param vectorWidth elements of a vector
 * @param blockM most rows of a packed block of A, a multiple of {@code strip}
 * @param blockK most elements of a sum that are packed at a time
 * @param packing who decides whether operands are packed ahead
 */
public record PackedMatmul(
    int strip, int columnVectors, int vectorWidth, int blockM, int blockK, Packing packing)
    implements MatmulVariant {
  /** Rows of A that a block reads where they were packed ahead: half a second-level cache. */
  private static final int MOST_ROWS_AHEAD = 480;

  /** Checks that strips divide the block. */
  public PackedMatmul {
    if (strip % 4 != 0 || blockM % strip != 0) {
      throw new IllegalArgumentException("a strip is a multiple of 4 rows and divides the block");
    }
  }

  /** With operands packed ahead where an estimate says that it gains. */
  public PackedMatmul(int strip, int columnVectors, int vectorWidth, int blockM, int blockK) {
    this(strip, columnVectors, vectorWidth, blockM, blockK, Packing.ESTIMATED);
  }

  @Override
  public String file() {
    return "matmul/packed.cl";
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
    return (long) (blockM + panel()) * blockK * precision.bytes();
  }

  /** Columns of a panel of B. */
  int panel() {
    return columnVectors * vectorWidth;
  }

  /** Most rows of a block whose panels come from {@code source}. */
  int mostRows(PanelSource source) {
    return source == PanelSource.BLOCK ? blockM : Math.max(blockM, MOST_ROWS_AHEAD / strip * strip);
  }

  @Override
  public void submit(MatmulCall call, LaunchSink sink) {
    new PackedLaunches(this, call, sink).submit();
  }
}
