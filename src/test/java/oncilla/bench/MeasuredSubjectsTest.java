package oncilla.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;
import oncilla.check.op.Tensors;
import oncilla.data.Dataset;
import oncilla.data.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured is what it says: networks, examples, errors, sweeps. */
class MeasuredSubjectsTest {
  @Test
  void aNetAsItIsWritten() {
    StepNet net = StepNet.parse("12288,20,7,5,1x209");
    assertEquals(12288, net.network().inputs());
    assertEquals(List.of(20, 7, 5), net.network().hidden());
    assertEquals(209, net.batch());
    assertEquals("12288,20,7,5,1x209", net.toString());
    assertEquals(List.of(), StepNet.parse("4,1x2").network().hidden());
    // Forward and dW of 4 to 3, forward, dW and dX of 3 to 1, on 5 examples.
    assertEquals(2.0 * 5 * (2 * 12 + 3 * 3), StepNet.parse("4,3,1x5").flops());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "12288", "4,1", "4,1x", "4,1x0", "4,2x5", "4,,1x5", "4,0,1x5", "x5", "4,1x-5"})
  void notANet(String text) {
    assertThrows(IllegalArgumentException.class, () -> StepNet.parse(text));
  }

  /** The values of fmix32 are those of its author; the peers compute the same. */
  @Test
  void examplesAreTheSameEverywhere() {
    assertEquals(0, RandomExamples.hash(0));
    assertEquals(0x514E28B7, RandomExamples.hash(1));
    assertEquals(0x81F16F39, RandomExamples.hash(-1));
    Dataset data = RandomExamples.draw(7, 5);
    Pixels pixels = (Pixels) data.features();
    assertEquals(35, pixels.values().length);
    assertEquals((byte) 0xB7, pixels.values()[1]);
    assertEquals(RandomExamples.hash(Integer.MIN_VALUE + 3) & 1, data.labels()[3]);
    assertArrayEquals(pixels.values(), ((Pixels) RandomExamples.draw(7, 5).features()).values());
  }

  @Test
  void tooManyExamples() {
    assertThrows(IllegalArgumentException.class, () -> RandomExamples.draw(1 << 20, 1 << 12));
  }

  @Test
  void aSampleHoldsBothEnds() {
    assertArrayEquals(new int[] {0, 1, 2}, SampledError.sample(3));
    int[] sample = SampledError.sample(1000);
    assertEquals(SampledError.MOST, sample.length);
    assertEquals(0, sample[0]);
    assertEquals(999, sample[sample.length - 1]);
    assertEquals(sample.length, Arrays.stream(sample).distinct().count());
    assertArrayEquals(Arrays.stream(sample).sorted().toArray(), sample);
  }

  /** The block that is recomputed is cut from the right places, in each form. */
  @ParameterizedTest
  @EnumSource(MatmulForm.class)
  void theErrorOfAKnownProduct(MatmulForm form) {
    MatmulDims dims = new MatmulDims(70, 90, 11);
    OpCase one = OpCases.matmul(form, dims);
    try (Backend reference = EjmlBackend.reference(Precision.FP64);
        Arena arena = reference.newArena()) {
      Tensor a = arena.allocate(ElementType.REAL, dims.a(form));
      Tensor b = arena.allocate(ElementType.REAL, dims.b(form));
      Tensor c = arena.allocate(ElementType.REAL, dims.c());
      reference.upload(one.operand("a").values(), a);
      reference.upload(one.operand("b").values(), b);
      one.body().run(reference.ops(), new Tensors(Map.of("a", a, "b", b, "c", c)));
      double[] product = new double[70 * 90];
      reference.download(c, product);
      SampledError error = new SampledError(reference);
      assertEquals(0, error.of(one, form, Precision.FP64, product), 1e-15);
      double[] off = Arrays.stream(product).map(value -> 1.001 * value).toArray();
      assertEquals(1e-3, error.of(one, form, Precision.FP64, off), 1e-9);
      // The last element is always looked at.
      product[product.length - 1] += 100;
      assertTrue(error.of(one, form, Precision.FP64, product) > 0.1);
    }
  }

  @Test
  void sweepsDouble() {
    ScalingSweep sweep = new ScalingSweep(ScalingSweep.Extent.WIDTH, 10, 4, 6, 3, 25);
    assertEquals(List.of(3, 6, 12, 24), sweep.sizes());
    assertEquals("10,12,1x6", sweep.at(12).toString());
    assertEquals(
        "10,4,1x12",
        new ScalingSweep(ScalingSweep.Extent.BATCH, 10, 4, 6, 1, 16).at(12).toString());
  }

  @Test
  void whatTakesTooLongIsSkippedAndNamed() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      BenchTarget target = BenchTarget.of("ejml", backend);
      assertTrue(target.peakFlops().isEmpty());
      ScalingSweep sweep = new ScalingSweep(ScalingSweep.Extent.BATCH, 4, 3, 1, 1, 4);
      ScalingResult result =
          new ScalingBench(new Rounds(1e-4), 1e-12, line -> {}).measure(target, List.of(sweep));
      assertEquals(1, result.points().size());
      assertEquals(1, result.points().get(0).size());
      assertTrue(result.points().get(0).nextOverThis().median() > 0);
      assertEquals(
          List.of(2, 4), result.skipped().stream().map(ScalingResult.Skipped::size).toList());
      assertTrue(result.skipped().get(0).reason().contains("expected to take"));
    }
  }

  @Test
  void ratiosAreToTheFirstOfTheSamePrecision() {
    try (Backend first = EjmlBackend.reference(Precision.FP32);
        Backend second = EjmlBackend.reference(Precision.FP64);
        Backend third = EjmlBackend.reference(Precision.FP64)) {
      List<BenchTarget> targets =
          List.of(
              BenchTarget.of("a", first), BenchTarget.of("b", second), BenchTarget.of("c", third));
      assertEquals(0, targets.get(0).baseline(targets));
      assertEquals(1, targets.get(1).baseline(targets));
      assertEquals(1, targets.get(2).baseline(targets));
    }
  }
}
