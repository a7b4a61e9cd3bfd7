package oncilla.backend.opencl.matmul;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.matmul.MatmulFamily.Parameter;
import oncilla.backend.opencl.matmul.MatmulFamily.Requirement;
import oncilla.backend.opencl.program.ProgramKey;
import oncilla.cl.ClBuffer;

/**
 * A variant for GPUs: {@code kernels/matmul/tiled.cl}, where a work group computes a block of C
 * from tiles in local memory and an item a block of that in registers. {@link TiledDefaults} has
 * the tiles for a device that nobody has measured.
 *
 * <p>A product whose blocks of C are too few to fill the device is split along k: each part of k
 * gives a matrix of partial sums in scratch memory, and {@code kernels/matmul/split_sum.cl} adds
 * them in the order of k. How many parts there are depends on the extents alone, so the same
 * product has the same bits.
 *
 * @param tileM rows of C of a work group
 * @param tileN columns of C of a work group
 * @param tileK length of a tile
 * @param workM rows of C of an item
 * @param workN columns of C of an item
 * @param targetGroups how many work groups fill the device; with 1 nothing is split
 * @param fewestTiles tiles along k that a part has at least
 */
public record TiledMatmul(
    int tileM, int tileN, int tileK, int workM, int workN, int targetGroups, int fewestTiles)
    implements MatmulVariant {
  /** Half the registers that an item of an NVIDIA GPU can have, 255 of four bytes. */
  private static final long MOST_BYTES_OF_SUMS = 512;

  /** The parameters, the values to try, and what a device must have. */
  public static final MatmulFamily<TiledMatmul> FAMILY =
      new MatmulFamily<>(
          "tiled",
          TiledMatmul.class,
          List.of(
              Parameter.ofKernel("tile_m", "TILE_M", TiledMatmul::tileM, 16, 32, 64, 128, 256),
              Parameter.ofKernel("tile_n", "TILE_N", TiledMatmul::tileN, 16, 32, 64, 128, 256),
              Parameter.ofKernel("tile_k", "TILE_K", TiledMatmul::tileK, 4, 8, 16, 32),
              Parameter.ofKernel("work_m", "WORK_M", TiledMatmul::workM, 4, 8, 16),
              Parameter.ofKernel("work_n", "WORK_N", TiledMatmul::workN, 4, 8, 16),
              Parameter.ofLaunch(
                  "target_groups", TiledMatmul::targetGroups, 1, 66, 132, 264, 528, 1056),
              Parameter.ofLaunch("fewest_tiles", TiledMatmul::fewestTiles, 2, 4, 8, 16)),
          values ->
              new TiledMatmul(
                  values[0], values[1], values[2], values[3], values[4], values[5], values[6]),
          List.of(
              Requirement.atMost(
                  "work items in a group",
                  (variant, limits) -> variant.items(),
                  DeviceLimits::workGroupSize),
              Requirement.atMost(
                  "bytes of sums in the registers of an item",
                  (variant, limits) ->
                      (long) variant.workM() * variant.workN() * limits.precision().bytes(),
                  limits -> MOST_BYTES_OF_SUMS),
              Requirement.atMost(
                  "bytes of local memory",
                  (variant, limits) -> variant.localBytes(limits.precision()),
                  DeviceLimits::localMemoryBytes)),
          DeviceLimits::hasFastLocalMemory);

  /** The most partial sums of a product; 32 MiB in fp64. */
  static final long MOST_PARTIAL_SUMS = 1L << 22;

  private static final String SUM = "matmul_split_sum";

  /** Elements of 16 bytes in fp32, and a multiple of those in fp64. */
  private static final int PACKET = 4;

  /** Enough items for the second stage; fewer would fill no group of a GPU. */
  private static final int MOST_SUM_ITEMS = 64;

  /** Offsets up to here are exact in 32 bits, with room for the sums of two. */
  private static final long WIDE_OFFSET = 1L << 31;

  /** Checks what the kernel relies on. */
  public TiledMatmul {
    for (int extent : new int[] {tileM, tileN, tileK, workM, workN}) {
      if (extent < PACKET || Integer.bitCount(extent) != 1) {
        throw new IllegalArgumentException(
            "a tile's extents must be powers of two from " + PACKET + " on, not " + extent);
      }
    }
    if (workM > tileM || workN > tileN) {
      throw new IllegalArgumentException("an item's block must divide the tile");
    }
    if ((long) tileK * workM * workN < (long) PACKET * Math.max(tileM, tileN)) {
      throw new IllegalArgumentException("a tile must have work for every item that loads it");
    }
    if (targetGroups < 1 || fewestTiles < 1) {
      throw new IllegalArgumentException("targetGroups and fewestTiles must be positive");
    }
  }

  /** Items of a work group. */
  public int items() {
    return tileM / workM * (tileN / workN);
  }

  /** Local memory of a work group: two tiles of each operand. */
  public long localBytes(Precision precision) {
    return 2L * tileK * (tileM + tileN) * precision.bytes();
  }

  @Override
  public MatmulFamily<TiledMatmul> family() {
    return FAMILY;
  }

  /** The work sizes of the first stage. */
  NdRange range(MatmulDims dims) {
    return NdRange.groups(blocks(dims) * parts(dims), items());
  }

  @Override
  public void submit(MatmulCall call, LaunchSink sink) {
    MatmulDims dims = call.dims();
    long parts = parts(dims);
    ProgramKey program = program(call);
    NdRange range = range(dims);
    if (parts == 1) {
      sink.accept(call.launch(program, kernel(), range).integer(depth(dims)));
      return;
    }
    long size = dims.m() * dims.n();
    long bytes = parts * size * call.precision().bytes();
    ClBuffer partial = sink.scratch(bytes);
    sink.accept(call.sumsInto(partial, bytes, program, kernel(), range).integer(depth(dims)));
    int items = Math.min(MOST_SUM_ITEMS, items());
    ProgramKey sum = call.storing("matmul/split_sum.cl", Map.of("LS", items));
    sink.accept(
        call.stored(
            new Launch(sum, SUM, NdRange.linear(size, items))
                .helping()
                .length(parts)
                .integer(size)
                .integer(dims.n())
                .integer(parts)
                .real(call.precision(), call.alpha())
                .buffer(partial, bytes)
                .tensor(call.bias())));
  }

  /** In as many parts along k. */
  @Override
  public MatmulVariant repeating(List<Launch> launches) {
    int parts = launches.size() == 1 ? 1 : Math.toIntExact(launches.get(1).length());
    return new RepeatedVariant(
        this, (call, sink) -> inParts(parts, call.dims()).submit(call, sink));
  }

  private TiledMatmul inParts(int parts, MatmulDims dims) {
    return new TiledMatmul(
        tileM,
        tileN,
        tileK,
        workM,
        workN,
        parts == 1 ? 1 : Math.toIntExact(parts * blocks(dims)),
        1);
  }

  /** Blocks of C. */
  private long blocks(MatmulDims dims) {
    return NdRange.ceilDiv(dims.m(), tileM) * NdRange.ceilDiv(dims.n(), tileN);
  }

  /** Length of a part of k, whole tiles. */
  long depth(MatmulDims dims) {
    long tiles = NdRange.ceilDiv(dims.k(), tileK);
    long wanted =
        Math.min(
            targetGroups / blocks(dims),
            Math.min(tiles / fewestTiles, MOST_PARTIAL_SUMS / (dims.m() * dims.n())));
    return NdRange.ceilDiv(tiles, Math.max(1, wanted)) * tileK;
  }

  /** Parts of k; none is empty. */
  long parts(MatmulDims dims) {
    return NdRange.ceilDiv(dims.k(), depth(dims));
  }

  /** The program of the first stage; with several parts the epilogue is the second's. */
  ProgramKey program(MatmulCall call) {
    MatmulDims dims = call.dims();
    boolean split = parts(dims) > 1;
    boolean tn = call.form() == MatmulForm.TN;
    boolean nt = call.form() == MatmulForm.NT;
    int packet = 2 * Double.BYTES / call.precision().bytes();
    Map<String, Integer> all = new HashMap<>(macros());
    all.put("VECTOR_A", aligned(packet, tn ? dims.m() : dims.k(), call.a().offset()));
    all.put("VECTOR_B", aligned(packet, nt ? dims.k() : dims.n(), call.b().offset()));
    all.put("VECTOR_C", aligned(packet, dims.n(), split ? 0 : call.c().offset()));
    all.put("WIDE", largestOffset(call.form(), dims) >= WIDE_OFFSET ? 1 : 0);
    return (split ? call.sums() : call).program(file(), all);
  }

  /** 1 where every row starts at a multiple of a packet; a buffer does on every device. */
  private static int aligned(int packet, long row, long offset) {
    return row % packet == 0 && offset % packet == 0 ? 1 : 0;
  }

  /** The largest offset within a tile of A, B or C. */
  private long largestOffset(MatmulForm form, MatmulDims dims) {
    long rowsA = form == MatmulForm.TN ? tileK : Math.min(tileM, dims.m());
    long rowsB = form == MatmulForm.NT ? Math.min(tileN, dims.n()) : tileK;
    long a = rowsA * (form == MatmulForm.TN ? dims.m() : dims.k());
    long b = rowsB * (form == MatmulForm.NT ? dims.k() : dims.n());
    return Math.max(Math.max(a, b), Math.min(tileM, dims.m()) * dims.n());
  }
}
