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
  /** From large to small; the last one is launchable everywhere. */
  private static final List<int[]> SMALLER =
      List.of(
          new int[] {64, 64, 16, 8, 4},
          new int[] {32, 32, 16, 4, 4},
          new int[] {16, 16, 16, 4, 4},
          new int[] {8, 8, 8, 4, 4},
          new int[] {4, 4, 4, 4, 4});

  /** Tiles along k of a part: what it takes to start and to add up is less than their time. */
  private static final int FEWEST_TILES = 8;

  private final ClDevice device;
  private final Precision precision;

  private TiledDefaults(ClDevice device, Precision precision) {
    this.device = device;
    this.precision = precision;
  }

  /** The variants for {@code device}. */
  public static MatmulTable of(ClDevice device, Precision precision) {
    return MatmulTable.byShape(new TiledDefaults(device, precision).variants());
  }

  /**
   * How many groups fill the device, in multiples of its compute units: one where a group's
   * registers are all that a unit has, about two waves of larger groups, four of two warps.
   */
  private Map<ShapeClass, MatmulVariant> variants() {
    Map<ShapeClass, MatmulVariant> variants = new EnumMap<>(ShapeClass.class);
    TiledMatmul thin = fitting(4, 32, 32, precision == Precision.FP32 ? 32 : 16, 4, 4);
    for (ShapeClass shape : ShapeClass.values()) {
      variants.put(shape, thin);
    }
    variants.put(ShapeClass.SMALL, fitting(4, 32, 32, 16, 4, 4));
    if (precision == Precision.FP32) {
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

  /** That tile, or the largest of the smaller ones whose group and local memory the device has. */
  private TiledMatmul fitting(int groupsPerUnit, int... extents) {
    TiledMatmul tiled = tiled(groupsPerUnit, extents);
    for (int[] smaller : SMALLER) {
      if (tiled.items() <= device.maxWorkGroupSize()
          && tiled.localBytes(precision) <= device.localMemoryBytes()) {
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
        groupsPerUnit * Math.max(1, device.computeUnits()),
        FEWEST_TILES);
  }
}
