package oncilla.backend.opencl.matmul;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.backend.Precision;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.matmul.MatmulFamily.Parameter;
import oncilla.backend.opencl.matmul.MatmulFamily.Requirement;
import oncilla.backend.opencl.matmul.PackingPlan.Packing;

/**
 * A variant for CPU devices: {@code kernels/matmul/packed.cl}, where one item computes a block of C
 * from panels of A and B, which it packs into local memory itself or which a launch before packs
 * for all items ({@link PackingPlan}). {@link PackedDefaults} has the blocks for a device that
 * nobody has measured.
 *
 * @param strip rows of a register block, a multiple of 4
 * @param columnVectors vectors of columns of a register block
 * @param vectorWidth elements of a vector
 * @param blockM most rows of a packed block of A, a multiple of {@code strip}
 * @param blockK most elements of a sum that are packed at a time
 * @param forced how operands are packed that are not constant; empty to leave that to the estimate
 *     of {@link PackingPlan}
 */
public record PackedMatmul(
    int strip, int columnVectors, int vectorWidth, int blockM, int blockK, Optional<Packing> forced)
    implements MatmulVariant {
  /** The vector registers of a core with AVX-512; more sums than that are kept in memory. */
  private static final long MOST_VECTORS_OF_SUMS = 32;

  /** The parameters, the values to try, and what a device must have. */
  public static final MatmulFamily<PackedMatmul> FAMILY =
      new MatmulFamily<>(
          "packed",
          PackedMatmul.class,
          List.of(
              Parameter.ofKernel("strip", "STRIP", PackedMatmul::strip, 4, 8, 12, 16, 24),
              Parameter.ofKernel(
                  "column_vectors", "COLUMN_VECTORS", PackedMatmul::columnVectors, 1, 2, 3, 4),
              Parameter.ofKernel("vector_width", "VW", PackedMatmul::vectorWidth, 4, 8, 16),
              Parameter.ofKernel(
                  "block_m", "BLOCK_M", PackedMatmul::blockM, 48, 96, 144, 240, 336, 480, 960),
              Parameter.ofKernel(
                  "block_k", "BLOCK_K", PackedMatmul::blockK, 64, 128, 192, 256, 384, 512)),
          values -> new PackedMatmul(values[0], values[1], values[2], values[3], values[4]),
          List.of(
              Requirement.atMost(
                  "elements in a vector",
                  (variant, limits) -> variant.vectorWidth(),
                  DeviceLimits::vectorWidth),
              Requirement.atMost(
                  "vectors of sums in registers",
                  (variant, limits) -> (long) variant.strip() * variant.columnVectors(),
                  limits -> MOST_VECTORS_OF_SUMS),
              Requirement.atMost(
                  "bytes of local memory",
                  (variant, limits) -> variant.localBytes(limits.precision()),
                  DeviceLimits::localMemoryBytes)),
          DeviceLimits::hasVectorCores);

  /** Rows of A that a block reads where they were packed ahead: half a second-level cache. */
  private static final int MOST_ROWS_AHEAD = 480;

  /** Checks that strips divide the block, and that what is forced is possible. */
  public PackedMatmul {
    if (strip % 4 != 0 || blockM % strip != 0) {
      throw new IllegalArgumentException("a strip is a multiple of 4 rows and divides the block");
    }
    if (forced.equals(Optional.of(Packing.PER_PLAN))) {
      throw new IllegalArgumentException("only what is constant can be packed once for a plan");
    }
  }

  /** A variant that packs operands ahead of the product where {@link PackingPlan} says so. */
  public PackedMatmul(int strip, int columnVectors, int vectorWidth, int blockM, int blockK) {
    this(strip, columnVectors, vectorWidth, blockM, blockK, Optional.empty());
  }

  @Override
  public MatmulFamily<PackedMatmul> family() {
    return FAMILY;
  }

  @Override
  public boolean packsOperands() {
    return true;
  }

  /** Local memory of a group, in bytes. */
  public long localBytes(Precision precision) {
    return (long) (blockM + panel()) * blockK * precision.bytes();
  }

  /** Columns of a panel of B. */
  int panel() {
    return columnVectors * vectorWidth;
  }

  /** Most rows of a block of C where op(A) is packed so. */
  int mostRows(Packing a) {
    return a == Packing.IN_PLACE ? blockM : Math.max(blockM, MOST_ROWS_AHEAD / strip * strip);
  }

  @Override
  public void submit(MatmulCall call, LaunchSink sink) {
    new PackedLaunches(this, call, sink).submit();
  }

  /** With the same operands packed ahead, where there is room for them. */
  @Override
  public MatmulVariant repeating(List<Launch> launches) {
    Map<String, Integer> macros = launches.get(launches.size() - 1).program().macros();
    Packing a = packing(macros.get(PackedLaunches.PACKED_A));
    Packing b = packing(macros.get(PackedLaunches.PACKED_B));
    return new RepeatedVariant(
        this, (call, sink) -> new PackedLaunches(this, call, sink).submit(a, b));
  }

  private static Packing packing(int ahead) {
    return ahead == 1 ? Packing.PER_CALL : Packing.IN_PLACE;
  }
}
