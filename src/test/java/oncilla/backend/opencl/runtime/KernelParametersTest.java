package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.DeviceLimits;
import oncilla.backend.opencl.matmul.DirectMatmul;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.matmul.PackedMatmul;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.opencl.matmul.TiledMatmul;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel parameters that a device gets. */
class KernelParametersTest {
  private static final ClDevice CPU = TestDevices.cpu(0);
  private static final ClDevice GPU = TestDevices.gpu(1);

  /** The device as another one: type, work-group size and where its local memory is. */
  private static ClDevice like(
      ClDevice device,
      int index,
      String name,
      ClDevice.Type type,
      long workGroup,
      boolean dedicatedLocalMemory) {
    return like(
        device, index, name, type, workGroup, device.localMemoryBytes(), dedicatedLocalMemory);
  }

  private static ClDevice like(ClDevice device, long workGroup, long localMemory) {
    return like(device, device.index(), device.name(), device.type(), workGroup, localMemory, true);
  }

  private static ClDevice like(
      ClDevice device,
      int index,
      String name,
      ClDevice.Type type,
      long workGroup,
      long localMemory,
      boolean dedicatedLocalMemory) {
    return new ClDevice(
        index,
        device.platformIndex(),
        device.deviceIndex(),
        name,
        type,
        device.platform(),
        device.vendor(),
        device.driverVersion(),
        device.version(),
        device.languageVersion(),
        device.extensions(),
        device.computeUnits(),
        workGroup,
        device.globalMemoryBytes(),
        device.maxAllocationBytes(),
        localMemory,
        dedicatedLocalMemory,
        device.nativeVectorWidthFloat(),
        device.nativeVectorWidthDouble());
  }

  @Test
  void cpuDevicesGetVectorsAsWideAsTheirs() {
    assertEquals(
        new KernelParameters(256, 1, 16, 2 * CPU.computeUnits(), cpuTable(12, 2, 16, 240, 256)),
        KernelParameters.forDevice(CPU, Precision.FP32));
    assertEquals(
        new KernelParameters(256, 1, 8, 2 * CPU.computeUnits(), cpuTable(12, 2, 8, 240, 256)),
        KernelParameters.forDevice(CPU, Precision.FP64));
  }

  @Test
  void packedBlocksFitIntoLocalMemory() {
    ClDevice scalar = like(GPU, 0, "Test Scalar CPU", ClDevice.Type.CPU, 64, true);
    assertEquals(48 << 10, scalar.localMemoryBytes());
    assertEquals(
        new KernelParameters(64, 1, 4, 2 * scalar.computeUnits(), cpuTable(4, 3, 4, 60, 170)),
        KernelParameters.forDevice(scalar, Precision.FP32));
    PackedMatmul packed = new PackedMatmul(4, 3, 4, 60, 170);
    assertEquals((60 + 12) * 170 * 4, packed.localBytes(Precision.FP32));
    assertTrue(packed.localBytes(Precision.FP32) <= scalar.localMemoryBytes());
  }

  /** Packed products, except where an operand is used too little to be packed. */
  private static MatmulTable cpuTable(
      int strip, int columnVectors, int vector, int blockM, int blockK) {
    boolean wide = strip == 12;
    MatmulVariant direct =
        wide ? new DirectMatmul(6, 4, 4, vector) : new DirectMatmul(4, 2, 2, vector);
    MatmulVariant narrow = new PackedMatmul(wide ? 8 : 4, 1, vector, blockM / 8 * 8, blockK);
    MatmulVariant packed = new PackedMatmul(strip, columnVectors, vector, blockM, blockK);
    return MatmulTable.always(packed)
        .with(new MatmulTable.Key(MatmulForm.NT, ShapeClass.THIN), direct)
        .with(new MatmulTable.Key(MatmulForm.NN, ShapeClass.THIN), narrow)
        .with(new MatmulTable.Key(MatmulForm.TN, ShapeClass.THIN), narrow)
        .with(new MatmulTable.Key(MatmulForm.NN, ShapeClass.FLAT), direct)
        .with(new MatmulTable.Key(MatmulForm.TN, ShapeClass.FLAT), direct)
        .withLargeConstant(new MatmulTable.Key(MatmulForm.TN, ShapeClass.FLAT), packed);
  }

  private static TiledMatmul tiles(ClDevice device, Precision precision, MatmulDims dims) {
    return assertInstanceOf(
        TiledMatmul.class,
        KernelParameters.forDevice(device, precision)
            .matmul()
            .choose(MatmulForm.NT, dims, MatmulPrecision.HIGHEST, false));
  }

  @Test
  void gpusGetTilesThatFitTheShapeOfTheProduct() {
    MatmulDims large = new MatmulDims(4096, 4096, 4096);
    MatmulDims longSum = new MatmulDims(256, 1024, 12288);
    MatmulDims thin = new MatmulDims(209, 20, 12288);
    Precision fp32 = Precision.FP32;
    assertEquals(new TiledMatmul(128, 256, 16, 8, 16, 132, 8), tiles(GPU, fp32, large));
    assertEquals(new TiledMatmul(128, 128, 16, 8, 16, 264, 8), tiles(GPU, fp32, longSum));
    assertEquals(new TiledMatmul(32, 32, 32, 4, 4, 528, 8), tiles(GPU, fp32, thin));
    assertEquals(new TiledMatmul(128, 64, 8, 8, 8, 264, 8), tiles(GPU, Precision.FP64, large));
    assertEquals(256, KernelParameters.forDevice(GPU, fp32).reductionGroup());
  }

  /** Whatever a GPU has, every product has a tile that it can launch. */
  @ParameterizedTest
  @CsvSource({
    "1024, 49152",
    "256, 32768",
    "192, 49152",
    "128, 16384",
    "63, 32768",
    "32, 8192",
    "16, 4096",
    "8, 32768",
    "3, 1024",
    "1, 32768",
    "1, 512",
    "1024, 2047"
  })
  void tilesKeepTheLimitsOfTheDevice(long workGroup, long localMemory) {
    ClDevice device = like(GPU, workGroup, localMemory);
    for (Precision precision : Precision.values()) {
      KernelParameters parameters = KernelParameters.forDevice(device, precision);
      assertEquals(Long.highestOneBit(Math.min(256, workGroup)), parameters.reductionGroup());
      for (MatmulVariant variant : parameters.matmul().variants().values()) {
        TiledMatmul tiled = assertInstanceOf(TiledMatmul.class, variant);
        assertTrue(tiled.items() <= workGroup, tiled.toString());
        assertTrue(tiled.localBytes(precision) <= localMemory, tiled.toString());
      }
    }
  }

  /** Mesa's Rusticl calls the local memory of every device global, that of real GPUs too. */
  @ParameterizedTest
  @CsvSource({
    "GPU, true, matmul_tiled",
    "GPU, false, matmul_tiled",
    "CPU, true, matmul_packed",
    "CPU, false, matmul_packed",
    "OTHER, true, matmul_tiled",
    "OTHER, false, matmul_packed"
  })
  void theTypeDecidesAndLocalMemoryOnlyForWhatIsNeither(
      ClDevice.Type type, boolean dedicated, String kernel) {
    for (Precision precision : Precision.values()) {
      ClDevice device = like(GPU, 0, "Test", type, 256, 32 << 10, dedicated);
      KernelParameters parameters = KernelParameters.forDevice(device, precision);
      assertEquals(
          kernel,
          parameters
              .matmul()
              .choose(MatmulForm.NN, new MatmulDims(8, 8, 8), MatmulPrecision.HIGHEST, false)
              .kernel());
      assertEquals(kernel.equals("matmul_packed"), parameters.isChunked());
      DeviceLimits limits = new DeviceLimits(device, precision);
      for (MatmulVariant variant : parameters.matmul().variants().values()) {
        assertTrue(fits(variant, limits), variant.toString());
      }
    }
  }

  /** Whether the variant is one that the tuning would have tried on the device. */
  private static boolean fits(MatmulVariant variant, DeviceLimits limits) {
    return variant instanceof TiledMatmul tiled
        ? limits.hasFastLocalMemory() && TiledMatmul.FAMILY.misfit(tiled, limits).isEmpty()
        : limits.hasVectorCores();
  }

  @Test
  void parametersThatCannotWorkAreRefused() {
    MatmulTable matmul = MatmulTable.always(new DirectMatmul(4, 4, 4, 8));
    assertThrows(IllegalArgumentException.class, () -> new KernelParameters(64, 48, 8, 0, matmul));
    assertThrows(IllegalArgumentException.class, () -> new PackedMatmul(6, 2, 8, 240, 64));
    assertThrows(IllegalArgumentException.class, () -> new PackedMatmul(12, 2, 8, 250, 64));
  }
}
