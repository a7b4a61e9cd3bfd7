package oncilla.backend.opencl.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.matmul.PackingPlan.Packing;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;

/** When operands are packed in place, for each product, or once for a plan. */
class PackingPlanTest {
  private static final int CORES = 2;

  private static PackingPlan plan(long m, long n, long k, Optional<Packing> forced, boolean room) {
    try (FakeBench bench = new FakeBench(FakeBench.Target.of(TestDevices.cpu(0), Precision.FP32))) {
      return PackingPlan.of(
          new PackedMatmul(12, 2, 16, 240, 256, forced),
          call(bench, new MatmulDims(m, n, k)),
          false,
          false,
          room);
    }
  }

  private static MatmulCall call(FakeBench bench, MatmulDims dims) {
    OpenClTensor any = (OpenClTensor) bench.real(1, 1);
    return new MatmulCall(MatmulForm.NN, dims, 1, Precision.FP32, any, any, any, CORES);
  }

  @Test
  void anOperandThatManyBlocksShareIsPackedAhead() {
    PackingPlan square = plan(2048, 2048, 2048, Optional.empty(), true);
    assertEquals(Packing.PER_CALL, square.b());
    PackingPlan wide = plan(512, 12288, 256, Optional.empty(), true);
    assertEquals(Packing.PER_CALL, wide.a());
    assertTrue(wide.grid().blockRows() > 240, wide.toString());
  }

  @Test
  void anOperandOfOneBlockIsNot() {
    for (long[] extent : new long[][] {{60, 60, 60}, {240, 64, 64}, {256, 128, 512}}) {
      PackingPlan small = plan(extent[0], extent[1], extent[2], Optional.empty(), true);
      assertEquals(Packing.IN_PLACE, small.a(), small.toString());
      assertEquals(Packing.IN_PLACE, small.b(), small.toString());
    }
    // Each core has its own rows, so that only B is shared.
    assertEquals(Packing.IN_PLACE, plan(2048, 64, 2048, Optional.empty(), true).a());
  }

  @Test
  void withoutRoomEveryBlockPacks() {
    for (Optional<Packing> forced :
        List.of(
            Optional.<Packing>empty(),
            Optional.of(Packing.IN_PLACE),
            Optional.of(Packing.PER_CALL))) {
      PackingPlan chosen = plan(2048, 2048, 2048, forced, false);
      assertEquals(Packing.IN_PLACE, chosen.a());
      assertEquals(Packing.IN_PLACE, chosen.b());
    }
  }

  @Test
  void bothWaysCanBeForced() {
    PackingPlan blocks = plan(2048, 2048, 2048, Optional.of(Packing.IN_PLACE), true);
    assertEquals(List.of(Packing.IN_PLACE, Packing.IN_PLACE), List.of(blocks.a(), blocks.b()));
    PackingPlan ahead = plan(3, 3, 3, Optional.of(Packing.PER_CALL), true);
    assertEquals(List.of(Packing.PER_CALL, Packing.PER_CALL), List.of(ahead.a(), ahead.b()));
  }

  @Test
  void aConstantIsPackedOnceForThePlan() {
    try (FakeBench bench = new FakeBench(FakeBench.Target.of(TestDevices.cpu(0), Precision.FP32))) {
      PackedMatmul variant = new PackedMatmul(12, 2, 16, 240, 256, Optional.of(Packing.IN_PLACE));
      MatmulCall call = call(bench, new MatmulDims(60, 60, 60));
      PackingPlan first = PackingPlan.of(variant, call, true, false, true);
      assertEquals(List.of(Packing.PER_PLAN, Packing.IN_PLACE), List.of(first.a(), first.b()));
      PackingPlan second = PackingPlan.of(variant, call, false, true, true);
      assertEquals(List.of(Packing.IN_PLACE, Packing.PER_PLAN), List.of(second.a(), second.b()));
    }
  }

  @Test
  void whatIsNotConstantCannotBePackedOnceForThePlan() {
    Optional<Packing> once = Optional.of(Packing.PER_PLAN);
    assertThrows(IllegalArgumentException.class, () -> new PackedMatmul(12, 2, 16, 240, 256, once));
  }
}
