package oncilla.backend.opencl;

import java.util.Map;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;

/** One way to compute a matrix product: a kernel, its macros and its work sizes. */
public sealed interface MatmulVariant {
  /** Submits the launches of {@code call}. */
  void submit(MatmulCall call, LaunchSink sink);

  /** The kernel file. */
  String file();

  /** The kernel's name. */
  String kernel();

  /** The macros that are this variant's parameters. */
  Map<String, Integer> macros();

  /**
   * For GPUs: {@code kernels/matmul_tiled.cl}.
   *
   * @param tileM rows of C of a work group
   * @param tileN columns of C of a work group
   * @param tileK length of a tile
   * @param workM rows of C of an item
   * @param workN columns of C of an item
   */
  record Tiled(int tileM, int tileN, int tileK, int workM, int workN) implements MatmulVariant {
    /** Checks that items divide the tile. */
    public Tiled {
      if (tileM % workM != 0 || tileN % workN != 0) {
        throw new IllegalArgumentException("an item's block must divide the tile");
      }
    }

    @Override
    public String file() {
      return "matmul_tiled.cl";
    }

    @Override
    public String kernel() {
      return "matmul_tiled";
    }

    @Override
    public Map<String, Integer> macros() {
      return Map.of(
          "TILE_M", tileM, "TILE_N", tileN, "TILE_K", tileK, "WORK_M", workM, "WORK_N", workN);
    }

    @Override
    public void submit(MatmulCall call, LaunchSink sink) {
      NdRange range =
          NdRange.groups(
              NdRange.ceilDiv(call.dims().n(), tileN),
              NdRange.ceilDiv(call.dims().m(), tileM),
              tileN / workN,
              tileM / workM);
      sink.accept(call.launch(call.program(file(), macros()), kernel(), range));
    }
  }

  /**
   * For CPU devices: {@code kernels/matmul_direct.cl}.
   *
   * @param blockM rows of C of an item
   * @param blockN columns of C of an item, where both operands are contiguous along k
   * @param columnVectors vectors of columns of an item, where B and C are contiguous along n
   * @param vectorWidth elements of a vector
   */
  record Direct(int blockM, int blockN, int columnVectors, int vectorWidth)
      implements MatmulVariant {
    @Override
    public String file() {
      return "matmul_direct.cl";
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

  /**
   * For CPU devices and products that are large in every direction: {@code
   * kernels/matmul_packed.cl}.
   *
   * @param strip rows of a register block, a multiple of 4
   * @param columnVectors vectors of columns of a register block
   * @param vectorWidth elements of a vector
   * @param blockM most rows of a packed block of A, a multiple of {@code strip}
   * @param blockK most elements of a sum that are packed at a time
   */
  record Packed(int strip, int columnVectors, int vectorWidth, int blockM, int blockK)
      implements MatmulVariant {
    /** Checks that strips divide the block. */
    public Packed {
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
}
