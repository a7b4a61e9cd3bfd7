package oncilla.backend.opencl;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.cl.ClBuffer;

/** The launches of one packed product: its operands packed ahead where that is chosen, and it. */
final class PackedLaunches {
  private static final String PACK = "matmul_pack";

  /** Work groups for each core in which an operand is packed ahead. */
  private static final long GROUPS_PER_CORE = 8;

  /** Elements that the panels of the second operand are aligned to: 512 bytes or more. */
  private static final long ALIGNMENT = 128;

  private final PackedMatmul variant;
  private final MatmulCall call;
  private final LaunchSink sink;
  private final long steps;
  private final long length;

  PackedLaunches(PackedMatmul variant, MatmulCall call, LaunchSink sink) {
    this.variant = variant;
    this.call = call;
    this.sink = sink;
    // Steps of the same length: a last, short one would use its panel too little.
    this.steps = NdRange.ceilDiv(call.dims().k(), variant.blockK());
    this.length = NdRange.ceilDiv(call.dims().k(), steps);
  }

  /**
   * One operand in panels.
   *
   * @param k length of the sums
   */
  private record Side(
      OpenClTensor tensor, PanelSource source, long extent, long k, int width, boolean alongK) {
    long panels() {
      return NdRange.ceilDiv(extent, width);
    }

    /** Elements that are packed ahead. */
    long elements() {
      return source == PanelSource.AHEAD ? panels() * width * k : 0;
    }
  }

  void submit() {
    int bytes = call.precision().bytes();
    long most = (offsetOfB(PanelSource.AHEAD) + b(PanelSource.AHEAD).elements()) * bytes;
    PackingChoice choice = PackingChoice.of(variant, call, sink.panelMemory().hasRoom(most));
    Side a = a(choice.a());
    Side b = b(choice.b());
    long offset = offsetOfB(choice.a());
    long needed = offset + b.elements();
    Optional<PackedOperand> packedA = Optional.empty();
    Optional<PackedOperand> packedB = Optional.empty();
    if (needed > 0) {
      ClBuffer memory = sink.panelMemory().get(needed * bytes);
      packedA = pack(a, new PackedOperand(memory, 0));
      packedB = pack(b, new PackedOperand(memory, offset));
    }

    Map<String, Integer> macros = new HashMap<>(variant.macros());
    macros.put("PACKED_A", packedA.isPresent() ? 1 : 0);
    macros.put("PACKED_B", packedB.isPresent() ? 1 : 0);
    BlockGrid grid = choice.grid();
    sink.accept(
        call.launch(
                call.program(variant.file(), macros),
                variant.kernel(),
                NdRange.groups(grid.rowGroups(), grid.columnGroups(), 1, 1),
                packedA,
                packedB)
            .word(grid.blockRows())
            .word(grid.blockColumns())
            .word(length));
  }

  private Side a(PanelSource source) {
    return new Side(
        call.a(),
        source,
        call.dims().m(),
        call.dims().k(),
        variant.strip(),
        call.form() != MatmulForm.TN);
  }

  private Side b(PanelSource source) {
    return new Side(
        call.b(),
        source,
        call.dims().n(),
        call.dims().k(),
        variant.panel(),
        call.form() == MatmulForm.NT);
  }

  /** Where the panels of op(B) begin behind those of op(A). */
  private long offsetOfB(PanelSource sourceOfA) {
    return NdRange.ceilDiv(a(sourceOfA).elements(), ALIGNMENT) * ALIGNMENT;
  }

  /** Packs a side ahead, if that is where its panels come from. */
  private Optional<PackedOperand> pack(Side side, PackedOperand place) {
    if (side.source() == PanelSource.BLOCK) {
      return Optional.empty();
    }
    sink.accept(packing(side, place));
    return Optional.of(place);
  }

  private Launch packing(Side side, PackedOperand place) {
    long parts = NdRange.ceilDiv(GROUPS_PER_CORE * call.computeUnits(), steps);
    long each = NdRange.ceilDiv(side.panels(), Math.min(parts, side.panels()));
    ProgramKey program =
        new ProgramKey(
            PACK + ".cl",
            Map.of(
                "REAL_IS_DOUBLE",
                call.precision() == Precision.FP64 ? 1 : 0,
                "WIDTH",
                side.width(),
                "ALONG_K",
                side.alongK() ? 1 : 0));
    return new Launch(
            program, PACK, NdRange.groups(NdRange.ceilDiv(side.panels(), each), steps, 1, 1))
        .integer(side.extent())
        .integer(call.dims().k())
        .word(length)
        .word(each)
        .tensor(side.tensor())
        .buffer(place.memory())
        .integer(place.offset());
  }
}
