package oncilla.backend.opencl.matmul;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.launch.PanelMemory;
import oncilla.backend.opencl.matmul.PackingPlan.Packing;
import oncilla.backend.opencl.program.ProgramKey;

/**
 * The launches of one packed product: those that pack operands ahead where the {@link PackingPlan}
 * says so, and the product's own.
 */
final class PackedLaunches {
  /** The macro that says whether A comes in panels that were packed ahead. */
  static final String PACKED_A = "PACKED_A";

  /** The same of B. */
  static final String PACKED_B = "PACKED_B";

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
      OpenClTensor tensor, Packing packing, long extent, long k, int width, boolean alongK) {
    long panels() {
      return NdRange.ceilDiv(extent, width);
    }

    /** Elements of all its panels. */
    long elements() {
      return panels() * width * k;
    }
  }

  void submit() {
    PanelMemory memory = sink.panelMemory();
    long most = mostBytes();
    submit(
        PackingPlan.of(
            variant,
            call,
            memory.keeps(call.a(), most),
            memory.keeps(call.b(), most),
            memory.shares(most)));
  }

  /** With both operands packed as they say, or in place where there is no room. */
  void submit(Packing a, Packing b) {
    boolean room = sink.panelMemory().shares(mostBytes());
    submit(PackingPlan.of(variant, call, room ? a : Packing.IN_PLACE, room ? b : Packing.IN_PLACE));
  }

  /** Room for both, so that either may be kept, packed ahead, or packed in place. */
  private long mostBytes() {
    return bytes(alignedPanels(a(Packing.PER_CALL)) + b(Packing.PER_CALL).elements());
  }

  private void submit(PackingPlan plan) {
    Side a = a(plan.a());
    Side b = b(plan.b());
    long offset = a.packing() == Packing.PER_CALL ? alignedPanels(a) : 0;
    long ahead = offset + (b.packing() == Packing.PER_CALL ? b.elements() : 0);
    Optional<Panels> packedA = pack(a, ahead, 0);
    Optional<Panels> packedB = pack(b, ahead, offset);

    Map<String, Integer> macros = new HashMap<>(variant.macros());
    macros.put(PACKED_A, packedA.isPresent() ? 1 : 0);
    macros.put(PACKED_B, packedB.isPresent() ? 1 : 0);
    BlockGrid grid = plan.grid();
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

  private Side a(Packing packing) {
    return new Side(
        call.a(),
        packing,
        call.dims().m(),
        call.dims().k(),
        variant.strip(),
        call.form() != MatmulForm.TN);
  }

  private Side b(Packing packing) {
    return new Side(
        call.b(),
        packing,
        call.dims().n(),
        call.dims().k(),
        variant.panel(),
        call.form() == MatmulForm.NT);
  }

  /** Elements of a side's panels, and up to where the next ones may begin. */
  private static long alignedPanels(Side side) {
    return NdRange.ceilDiv(side.elements(), ALIGNMENT) * ALIGNMENT;
  }

  private long bytes(long elements) {
    return elements * call.precision().bytes();
  }

  /**
   * The panels of a side; empty if it is packed in place.
   *
   * @param ahead elements that both sides need in the shared memory
   * @param offset where this side's begin there
   */
  private Optional<Panels> pack(Side side, long ahead, long offset) {
    return switch (side.packing()) {
      case IN_PLACE -> Optional.empty();
      case PER_CALL -> {
        Panels place = new Panels(sink.panelMemory().share(bytes(ahead)), offset);
        sink.accept(packing(side, place));
        yield Optional.of(place);
      }
      case PER_PLAN ->
          Optional.of(
              new Panels(
                  sink.panelMemory()
                      .keep(bytes(side.elements()), buffer -> packing(side, new Panels(buffer, 0))),
                  0));
    };
  }

  private Launch packing(Side side, Panels place) {
    long parts = NdRange.ceilDiv(GROUPS_PER_CORE * call.computeUnits(), steps);
    long each = NdRange.ceilDiv(side.panels(), Math.min(parts, side.panels()));
    ProgramKey program =
        new ProgramKey(
            "matmul/pack.cl",
            Map.of(
                "REAL_IS_DOUBLE",
                call.precision() == Precision.FP64 ? 1 : 0,
                "WIDTH",
                side.width(),
                "ALONG_K",
                side.alongK() ? 1 : 0));
    return new Launch(
            program, PACK, NdRange.groups(NdRange.ceilDiv(side.panels(), each), steps, 1, 1))
        .helping()
        .length(call.dims().k())
        .integer(side.extent())
        .integer(call.dims().k())
        .word(length)
        .word(each)
        .tensor(side.tensor())
        .buffer(place.memory(), side.tensor().bytes())
        .integer(place.offset());
  }
}
