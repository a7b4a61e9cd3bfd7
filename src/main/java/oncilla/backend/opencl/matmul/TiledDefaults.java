package oncilla.backend.opencl.matmul;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import oncilla.backend.Precision;
import oncilla.cl.ClDevice;

/**
 * The tiles that a GPU gets before anybody has measured it, from what was best on an NVIDIA H100.
 * There fp32 reaches its rate with 8 × 16 sums an item, for which tiles are large; where C has too
 * few such tiles the sums are split along k, and where C is thin the tiles are small.
 */
public final class TiledDefaults {
  /** Tiles for devices that lack what a larger one needs, from large to small. */
  private static final List<int[]> SMALLER =
      List.of(
          new int[] {64, 64, 16, 8, 4},
          new int[] {32, 32, 16, 4, 4},
          new int[] {16, 16, 16, 4, 4},
          new int[] {8, 8, 8, 4, 4},
          // Launchable everywhere.
          new int[] {4, 4, 4, 4, 4});

  /** Tiles along k of a part: what it takes to start and to add up is less than their time. */
  private static final int FEWEST_TILES = 8;

  private final DeviceLimits limits;

  private TiledDefaults(DeviceLimits limits) {
    this.limits = limits;
  }

  /** The variants for {@code device}. */
  public static MatmulTable of(ClDevice device, Precision precision) {
    return MatmulTable.byShape(new TiledDefaults(new DeviceLimits(device, precision)).variants());
  }

  /** The smaller tiles, from large to small, for a product along whose k nothing is split. */
  static List<MatmulVariant> small() {
    return SMALLER.stream()
        .<MatmulVariant>map(
            it -> new TiledMatmul(it[0], it[1], it[2], it[3], it[4], 1, FEWEST_TILES))
        .toList();
  }

  /**
   * The tile of each class of shapes.
   *
   * <p>The first argument of {@link #fitting} is how many work groups for each compute unit fill
   * the device, which decides into how many parts a long sum is split: one group of the largest
   * tile, whose items take all registers of a unit; two of the other large tiles, about two waves
   * of groups; four of the smallest tile, whose groups have only two warps.
   */
  private Map<ShapeClass, MatmulVariant> variants() {
    boolean fp32 = limits.precision() == Precision.FP32;
    Map<ShapeClass, MatmulVariant> variants = new EnumMap<>(ShapeClass.class);
    TiledMatmul thin = fitting(4, 32, 32, fp32 ? 32 : 16, 4, 4);
    variants.put(ShapeClass.THIN, thin);
    variants.put(ShapeClass.FLAT, thin);
    variants.put(ShapeClass.SMALL, fitting(4, 32, 32, 16, 4, 4));
    if (fp32) {
      variants.put(ShapeClass.LONG, fitting(2, 128, 128, 16, 8, 16));
      variants.put(ShapeClass.MEDIUM, fitting(2, 64, 64, 16, 8, 4));
      variants.put(ShapeClass.LARGE, fitting(1, 128, 256, 16, 8, 16));
    } else {
      // A number takes two registers and twice the local memory.
      variants.put(ShapeClass.LONG, fitting(2, 128, 64, 8, 8, 8));
      variants.put(ShapeClass.MEDIUM, fitting(2, 64, 64, 8, 8, 4));
      variants.put(ShapeClass.LARGE, fitting(2, 128, 64, 8, 8, 8));
    }
    return variants;
  }

  /**
   * The tile with these extents, or the largest of the smaller ones that the device can run.
   *
   * @param groupsPerUnit work groups for each compute unit that fill the device
   * @param extents tileM, tileN, tileK, workM and workN
   */
  private TiledMatmul fitting(int groupsPerUnit, int... extents) {
    TiledMatmul tiled = tiled(groupsPerUnit, extents);
    for (int[] smaller : SMALLER) {
      if (TiledMatmul.FAMILY.misfit(tiled, limits).isEmpty()) {
        return tiled;
      }
      tiled = tiled(groupsPerUnit, smaller);
    }
    return tiled;
  }

  private TiledMatmul tiled(int groupsPerUnit, int... extents) {
    return new TiledMatmul(
        extents[0],
        extents[1],
        extents[2],
        extents[3],
        extents[4],
        groupsPerUnit * Math.max(1, limits.device().computeUnits()),
        FEWEST_TILES);
  }
}
