package oncilla.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which device is taken, and with which kernel parameters. */
class DeviceChoiceTest {
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
        device.localMemoryBytes(),
        dedicatedLocalMemory,
        device.nativeVectorWidthFloat(),
        device.nativeVectorWidthDouble());
  }

  private static ClDevice other(int index) {
    return like(CPU, index, "Test Array", ClDevice.Type.OTHER, 4096, false);
  }

  private static ClDevice choose(List<ClDevice> devices, String wanted) {
    return OpenClDevices.choose(devices, Optional.ofNullable(wanted));
  }

  @Test
  void aGpuIsPreferredThenACpuThenWhateverThereIs() {
    assertEquals(GPU, choose(List.of(CPU, GPU), null));
    assertEquals(GPU, choose(List.of(other(0), GPU, TestDevices.gpu(2)), null));
    assertEquals(CPU, choose(List.of(other(1), CPU), null));
    assertEquals(other(0), choose(List.of(other(0)), null));
  }

  @ParameterizedTest
  @CsvSource({"0, Test CPU", "1, Test GPU", "' 1 ', Test GPU", "gpu, Test GPU", "T CPU, Test CPU"})
  void anIndexOrAPartOfTheNameInAnyCase(String wanted, String name) {
    assertEquals(name, choose(List.of(CPU, GPU), wanted).name());
  }

  @Test
  void aNameThatFitsTwoIsAMistakeOfTheUser() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> choose(List.of(CPU, GPU), "test"));
    assertEquals(
        "--device 'test' fits more than one device: 0: Test CPU, 1: Test GPU",
        refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "999999999", "99999999999999999999", "radeon", "-1"})
  void whatFitsNoneIsAnErrorThatNamesThoseThereAre(String wanted) {
    BackendException refusal =
        assertThrows(BackendException.class, () -> choose(List.of(CPU, GPU), wanted));
    assertTrue(refusal.getMessage().contains(wanted), refusal.getMessage());
    assertTrue(refusal.getMessage().endsWith("there is 0: Test CPU, 1: Test GPU"));
  }

  @Test
  void aDeviceIsDescribedAsItDescribesItself() {
    assertEquals(
        new DeviceInfo(
            1,
            "Test GPU",
            DeviceInfo.Kind.GPU,
            "Test Graphics OpenCL",
            "Test Corporation",
            "580.00",
            "OpenCL 3.0 TEST",
            132,
            80L << 30,
            20L << 30,
            48 << 10,
            true,
            true),
        OpenClDevices.info(GPU));
    assertEquals(DeviceInfo.Kind.CPU, OpenClDevices.info(CPU).kind());
    assertEquals(DeviceInfo.Kind.OTHER, OpenClDevices.info(other(0)).kind());
  }

  @Test
  void cpuDevicesGetVectorsAsWideAsTheirs() {
    assertEquals(
        new KernelParameters(
            256, 1, 16, 2 * CPU.computeUnits(), new MatmulVariant.Direct(4, 4, 4, 16)),
        KernelParameters.forDevice(CPU, Precision.FP32));
    assertEquals(
        new KernelParameters(
            256, 1, 8, 2 * CPU.computeUnits(), new MatmulVariant.Direct(4, 4, 4, 8)),
        KernelParameters.forDevice(CPU, Precision.FP64));
    ClDevice scalar = like(GPU, 0, "Test Scalar CPU", ClDevice.Type.CPU, 64, true);
    assertEquals(
        new KernelParameters(
            64, 1, 4, 2 * scalar.computeUnits(), new MatmulVariant.Direct(4, 4, 4, 4)),
        KernelParameters.forDevice(scalar, Precision.FP32));
  }

  @ParameterizedTest
  @EnumSource
  void gpusGetTilesInLocalMemory(Precision precision) {
    assertEquals(
        new KernelParameters(256, 256, 4, 0, new MatmulVariant.Tiled(64, 64, 16, 4, 4)),
        KernelParameters.forDevice(GPU, precision));
    ClDevice narrow = like(GPU, 0, "Test Narrow GPU", ClDevice.Type.GPU, 192, true);
    assertEquals(
        new KernelParameters(128, 128, 4, 0, new MatmulVariant.Tiled(16, 16, 16, 2, 2)),
        KernelParameters.forDevice(narrow, precision));
  }

  @Test
  void aGpuWhoseLocalMemoryIsOrdinaryGetsNoTiles() {
    ClDevice shared = like(GPU, 0, "Test Shared GPU", ClDevice.Type.GPU, 256, false);
    assertEquals(
        "matmul_direct", KernelParameters.forDevice(shared, Precision.FP32).matmul().kernel());
  }

  @Test
  void parametersThatCannotWorkAreRefused() {
    MatmulVariant matmul = new MatmulVariant.Direct(4, 4, 4, 8);
    assertThrows(IllegalArgumentException.class, () -> new KernelParameters(64, 48, 8, 0, matmul));
    assertThrows(IllegalArgumentException.class, () -> new MatmulVariant.Tiled(64, 64, 16, 4, 5));
    assertThrows(IllegalArgumentException.class, () -> new MatmulVariant.Tiled(63, 64, 16, 4, 4));
  }
}
