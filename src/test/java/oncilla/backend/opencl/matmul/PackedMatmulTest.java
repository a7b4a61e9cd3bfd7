package oncilla.backend.opencl.matmul;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import oncilla.backend.Arena;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.backend.opencl.launch.PanelMemory;
import oncilla.backend.opencl.matmul.PackingPlan.Packing;
import oncilla.backend.opencl.program.KernelSource;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.opencl.runtime.BackendSetup;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.FakeEnqueue;
import oncilla.cl.fake.TestDevices;
import oncilla.random.NumpyRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products whose operands are packed ahead: in what memory, with the same bits. */
class PackedMatmulTest {
  /** Extents at the edges of strips, panels and steps, and an odd step at the end. */
  private static final long[][] EXTENTS = {
    {1, 1, 1}, {16, 12, 7}, {17, 13, 8}, {15, 11, 6}, {97, 101, 103}, {40, 1, 999}, {1, 300, 15}
  };

  static List<OpenClConfiguration> ahead() {
    return OpenClConfiguration.all().stream()
        .filter(one -> one.variant() == OpenClConfiguration.Variant.PACKED_AHEAD)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("ahead")
  void theBitsAreThoseOfPanelsThatBlocksPack(OpenClConfiguration configuration) {
    try (OpenClBackend backend = configuration.open()) {
      PackedMatmul ahead =
          (PackedMatmul)
              backend
                  .parameters()
                  .matmul()
                  .choose(
                      MatmulForm.NN, new MatmulDims(100, 100, 100), MatmulPrecision.HIGHEST, false);
      PackedMatmul blocks =
          new PackedMatmul(
              ahead.strip(),
              ahead.columnVectors(),
              ahead.vectorWidth(),
              ahead.blockM(),
              ahead.blockK(),
              Optional.of(Packing.IN_PLACE));
      KernelParameters inBlocks = backend.parameters().withMatmul(MatmulTable.always(blocks));
      for (long[] extent : EXTENTS) {
        MatmulDims dims = new MatmulDims(extent[0], extent[1], extent[2]);
        for (MatmulForm form : MatmulForm.values()) {
          double[] expected = product(backend, backend.ops(inBlocks), form, dims);
          assertArrayEquals(expected, product(backend, backend.ops(), form, dims), dims.toString());
        }
      }
    }
  }

  private static double[] product(
      OpenClBackend backend, Ops ops, MatmulForm form, MatmulDims dims) {
    try (Arena arena = backend.newArena()) {
      Tensor a = arena.allocate(ElementType.REAL, dims.a(form));
      Tensor b = arena.allocate(ElementType.REAL, dims.b(form));
      Tensor c = arena.allocate(ElementType.REAL, dims.c());
      NumpyRandom random = new NumpyRandom(5);
      backend.upload(random.normals((int) a.shape().size()), a);
      backend.upload(random.normals((int) b.shape().size()), b);
      ops.matmul(form, 0.5, a, b, c);
      double[] values = new double[(int) c.shape().size()];
      backend.download(c, values);
      return values;
    }
  }

  /** Products of different sizes in one plan share memory; a later one must not spoil another. */
  @ParameterizedTest
  @MethodSource("ahead")
  void productsOfAPlanShareTheirMemory(OpenClConfiguration configuration) {
    try (OpenClBackend backend = configuration.open();
        Arena arena = backend.newArena()) {
      Tensor x = arena.allocate(ElementType.REAL, new MatmulDims(31, 17, 65).a(MatmulForm.NN));
      Tensor y = arena.allocate(ElementType.REAL, new MatmulDims(31, 17, 65).b(MatmulForm.NN));
      Tensor small = arena.allocate(ElementType.REAL, new MatmulDims(31, 17, 65).c());
      Tensor large = arena.allocate(ElementType.REAL, new MatmulDims(65, 17, 31).c());
      Tensor again = arena.allocate(ElementType.REAL, new MatmulDims(31, 17, 65).c());
      NumpyRandom random = new NumpyRandom(6);
      backend.upload(random.normals((int) x.shape().size()), x);
      backend.upload(random.normals((int) y.shape().size()), y);
      try (Plan plan =
          backend.record(
              ops -> {
                ops.matmul(MatmulForm.NN, 1, x, y, small);
                ops.matmul(MatmulForm.TN, 1, x, small, large);
                ops.matmul(MatmulForm.NN, 1, x, y, again);
              })) {
        plan.run();
        plan.run();
        double[] first = new double[31 * 17];
        double[] last = new double[31 * 17];
        backend.download(small, first);
        backend.download(again, last);
        assertTrue(first[0] != 0 && first[31 * 17 - 1] != 0);
        assertArrayEquals(first, last);
      }
    }
  }

  /** A constant is packed when the plan is recorded; its runs only multiply, with the same bits. */
  @ParameterizedTest
  @MethodSource("ahead")
  void constantsArePackedOnce(OpenClConfiguration configuration) {
    for (long[] extent : EXTENTS) {
      MatmulDims dims = new MatmulDims(extent[0], extent[1], extent[2]);
      for (MatmulForm form : MatmulForm.values()) {
        try (OpenClBackend backend = configuration.open();
            Arena arena = backend.newArena()) {
          Tensor a = arena.allocate(ElementType.REAL, dims.a(form));
          Tensor b = arena.allocate(ElementType.REAL, dims.b(form));
          Tensor c = arena.allocate(ElementType.REAL, dims.c());
          NumpyRandom random = new NumpyRandom(5);
          backend.upload(random.normals((int) a.shape().size()), a);
          double[] second = random.normals((int) b.shape().size());
          backend.upload(second, b);
          Consumer<Ops> product = ops -> ops.matmul(form, 0.5, a, b, c);
          double[] expected = ran(backend, product, Set.of(), 3, c);
          assertArrayEquals(expected, ran(backend, product, Set.of(a), 2, c), dims.toString());
          assertArrayEquals(expected, ran(backend, product, Set.of(b), 2, c), dims.toString());
          assertArrayEquals(expected, ran(backend, product, Set.of(a, b), 1, c), dims.toString());
          // What counts is what a constant held when the plan was recorded.
          try (Plan plan = backend.record(product, Set.of(b))) {
            backend.upload(new double[second.length], b);
            plan.run();
            double[] values = new double[expected.length];
            backend.download(c, values);
            assertArrayEquals(expected, values, dims.toString());
          }
        }
      }
    }
  }

  private static double[] ran(
      OpenClBackend backend, Consumer<Ops> program, Set<Tensor> constants, int size, Tensor c) {
    try (Plan plan = backend.record(program, constants)) {
      assertEquals(size, plan.size());
      backend.upload(new double[(int) c.shape().size()], c);
      plan.run();
      plan.run();
      double[] values = new double[(int) c.shape().size()];
      backend.download(c, values);
      return values;
    }
  }

  @Test
  void aConstantOfAnotherBackendIsRefused() {
    FakeBench.Target target = FakeBench.Target.of(TestDevices.cpu(0), Precision.FP32);
    try (FakeBench one = new FakeBench(target);
        FakeBench other = new FakeBench(target)) {
      Tensor foreign = other.real(3, 3);
      assertThrows(
          IllegalArgumentException.class, () -> one.backend().record(ops -> {}, Set.of(foreign)));
    }
  }

  /** Read in place while it stays in the cache, from panels where it does not. */
  @Test
  void theGradientOfAThinLayerUsesPanelsOfALargeConstant() {
    try (FakeBench bench = new FakeBench(FakeBench.Target.of(TestDevices.cpu(0), Precision.FP32))) {
      assertEquals("matmul_direct", gradientKernel(bench, 209, true));
      assertEquals("matmul_packed", gradientKernel(bench, 1000, true));
      assertEquals("matmul_direct", gradientKernel(bench, 1000, false));
    }
  }

  /** A device that passes for a smaller one computes with the same kernels, in less memory. */
  @Test
  void aMemoryLimitChangesNoKernel() {
    ClDevice device = withMemory(4L << 30);
    for (long limit : new long[] {4L << 30, 200L << 20}) {
      FakeDriver driver = new FakeDriver(device);
      BackendSetup setup =
          new BackendSetup(
              OpenClBackend.NewMemory.ZERO,
              ProgramCache.off(),
              KernelSource::load,
              Optional.empty(),
              OptionalLong.of(limit));
      try (OpenClBackend backend =
              new OpenClBackend(
                  driver,
                  device,
                  Precision.FP32,
                  KernelParameters.forDevice(device, Precision.FP32),
                  setup);
          Arena arena = backend.newArena()) {
        assertEquals(limit, backend.device().memoryBytes());
        assertEquals(Math.min(limit, 1L << 30), backend.device().largestAllocationBytes());
        assertEquals(limit - limit / 8, backend.tensorBytes());
        Tensor dz = arena.allocate(ElementType.REAL, Shape.of(1000, 20));
        Tensor x = arena.allocate(ElementType.REAL, Shape.of(1000, 12288));
        Tensor dw = arena.allocate(ElementType.REAL, Shape.of(20, 12288));
        driver.forgetCalls();
        try (Plan plan =
            backend.record(ops -> ops.matmul(MatmulForm.TN, 1, dz, x, dw), Set.of(x))) {
          plan.run();
          List<FakeEnqueue> run = driver.enqueues();
          assertEquals("matmul_packed", run.get(run.size() - 1).kernel());
          boolean packs =
              driver.calls().stream().anyMatch(call -> call.call().equals("clCreateBuffer"));
          assertEquals(limit > 1 << 30, packs);
        }
      }
    }
  }

  private static String gradientKernel(FakeBench bench, long examples, boolean constant) {
    Tensor dz = bench.real(examples, 20);
    Tensor x = bench.real(examples, 12288);
    Tensor dw = bench.real(20, 12288);
    try (Plan plan =
        bench
            .backend()
            .record(
                ops -> ops.matmul(MatmulForm.TN, 1, dz, x, dw), constant ? Set.of(x) : Set.of())) {
      int before = bench.driver().enqueues().size();
      plan.run();
      List<FakeEnqueue> run = bench.driver().enqueues();
      assertTrue(run.size() > before);
      return run.get(run.size() - 1).kernel();
    }
  }

  private static ClDevice withMemory(long bytes) {
    ClDevice cpu = TestDevices.cpu(0);
    return new ClDevice(
        cpu.index(),
        cpu.platformIndex(),
        cpu.deviceIndex(),
        cpu.name(),
        cpu.type(),
        cpu.platform(),
        cpu.vendor(),
        cpu.driverVersion(),
        cpu.version(),
        cpu.languageVersion(),
        cpu.extensions(),
        cpu.computeUnits(),
        cpu.maxWorkGroupSize(),
        bytes,
        bytes / 4,
        cpu.localMemoryBytes(),
        cpu.dedicatedLocalMemory(),
        cpu.nativeVectorWidthFloat(),
        cpu.nativeVectorWidthDouble());
  }

  @Test
  void aDeviceWithLittleMemoryPacksInBlocks() {
    ClDevice device = withMemory(1 << 18);
    FakeDriver driver = new FakeDriver(device);
    KernelParameters parameters =
        KernelParameters.forDevice(device, Precision.FP32)
            .withMatmul(
                MatmulTable.always(
                    new PackedMatmul(12, 2, 16, 240, 256, Optional.of(Packing.PER_CALL))));
    try (OpenClBackend backend = new OpenClBackend(driver, device, Precision.FP32, parameters);
        Arena arena = backend.newArena()) {
      long reserved = device.globalMemoryBytes() - backend.tensorBytes();
      assertTrue(
          reserved > 0 && reserved <= device.globalMemoryBytes() / 8, Long.toString(reserved));
      // Panels of 60 x 64 and 64 x 64 numbers fit into that once, and not while a plan has them.
      Tensor x = arena.allocate(ElementType.REAL, new MatmulDims(60, 64, 64).a(MatmulForm.NN));
      Tensor y = arena.allocate(ElementType.REAL, new MatmulDims(60, 64, 64).b(MatmulForm.NN));
      Tensor z = arena.allocate(ElementType.REAL, new MatmulDims(60, 64, 64).c());
      for (int i = 0; i < 3; i++) {
        try (Plan first = backend.record(ops -> ops.matmul(MatmulForm.NN, 1, x, y, z));
            Plan second = backend.record(ops -> ops.matmul(MatmulForm.NN, 1, x, y, z))) {
          assertEquals(3, first.size());
          assertEquals(1, second.size());
          second.run();
        }
        try (Plan first = backend.record(ops -> ops.matmul(MatmulForm.NN, 1, x, y, z), Set.of(x));
            Plan second =
                backend.record(ops -> ops.matmul(MatmulForm.NN, 1, x, y, z), Set.of(x, y))) {
          assertEquals(2, first.size());
          assertEquals(1, second.size());
          second.run();
        }
      }
      List<FakeEnqueue> enqueues = driver.enqueues();
      assertEquals("matmul_packed", enqueues.get(enqueues.size() - 1).kernel());
    }
  }

  @Test
  void onlyWhatPacksKeepsMemoryBack() {
    ClDevice gpu = TestDevices.gpu(0);
    try (FakeBench bench = new FakeBench(FakeBench.Target.of(gpu, Precision.FP32))) {
      assertEquals(gpu.globalMemoryBytes(), bench.backend().tensorBytes());
    }
    PanelMemory.Budget none = PanelMemory.Budget.none();
    assertTrue(none.allows(0));
    assertThrows(IllegalStateException.class, () -> none.take(1));
  }
}
