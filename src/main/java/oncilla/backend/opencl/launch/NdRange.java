package oncilla.backend.opencl.launch;

/**
 * Work sizes of a launch.
 *
 * @param global work items per dimension, multiples of {@code local}
 * @param local work-group size per dimension
 */
public record NdRange(long[] global, long[] local) {
  /** At least {@code items} items in groups of {@code group}. */
  public static NdRange linear(long items, int group) {
    return new NdRange(new long[] {roundUp(items, group)}, new long[] {group});
  }

  /** Exactly {@code groups} groups of {@code group} items. */
  public static NdRange groups(long groups, int group) {
    return new NdRange(new long[] {groups * group}, new long[] {group});
  }

  /** At least {@code x × y} items in groups of {@code group × 1}. */
  public static NdRange plane(long x, long y, int group) {
    return new NdRange(new long[] {roundUp(x, group), y}, new long[] {group, 1});
  }

  /** {@code x × y} groups of {@code groupX × groupY} items. */
  public static NdRange groups(long x, long y, int groupX, int groupY) {
    return new NdRange(new long[] {x * groupX, y * groupY}, new long[] {groupX, groupY});
  }

  /** ⌈value / divisor⌉ of two positive numbers. */
  public static long ceilDiv(long value, long divisor) {
    return (value + divisor - 1) / divisor;
  }

  private static long roundUp(long value, long unit) {
    return ceilDiv(value, unit) * unit;
  }
}
