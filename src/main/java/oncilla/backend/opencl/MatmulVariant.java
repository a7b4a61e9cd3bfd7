package oncilla.backend.opencl;

import java.util.Map;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;

/** One way to compute a matrix product: a kernel, its macros and its work sizes. */
public sealed interface MatmulVariant permits TiledMatmul, MatmulVariant.Direct {
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
