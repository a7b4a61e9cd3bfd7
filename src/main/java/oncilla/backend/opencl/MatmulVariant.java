package oncilla.backend.opencl;

import java.util.Map;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;

/** One way to compute a matrix product: a kernel, its macros and its work sizes. */
public sealed interface MatmulVariant {
  /** Submits the launches of {@code call}. */
  default void submit(MatmulCall call, LaunchSink sink) {
    NdRangeSpec range = range(call.form(), call.dims());
    sink.accept(
        call.launch(
            call.program(file(), macros()),
            kernel(),
            NdRange.groups(range.groupsX(), range.groupsY(), range.itemsX(), range.itemsY())));
  }

  /** The kernel file. */
  String file();

  /** The kernel's name. */
  String kernel();

  /** The macros that are this variant's parameters. */
  Map<String, Integer> macros();

  /** The work sizes for a product. */
  NdRangeSpec range(MatmulForm form, MatmulDims dims);

  /**
   * Groups per dimension and items per group.
   *
   * @param groupsX groups in dimension 0
   * @param groupsY groups in dimension 1
   * @param itemsX items of a group in dimension 0
   * @param itemsY items of a group in dimension 1
   */
  record NdRangeSpec(long groupsX, long groupsY, int itemsX, int itemsY) {}

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
    public NdRangeSpec range(MatmulForm form, MatmulDims dims) {
      return new NdRangeSpec(
          NdRange.ceilDiv(dims.n(), tileN),
          NdRange.ceilDiv(dims.m(), tileM),
          tileN / workN,
          tileM / workM);
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
    public NdRangeSpec range(MatmulForm form, MatmulDims dims) {
      long rows = NdRange.ceilDiv(dims.m(), blockM);
      return form == MatmulForm.NT
          ? new NdRangeSpec(NdRange.ceilDiv(dims.n(), blockN), rows, 1, 1)
          : new NdRangeSpec(
              rows, NdRange.ceilDiv(dims.n(), (long) columnVectors * vectorWidth), 1, 1);
    }
  }
}
