package oncilla.backend.opencl.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which device is taken, and how it is described. */
class OpenClDevicesTest {
  private static final ClDevice CPU = TestDevices.cpu(0);
  private static final ClDevice GPU = TestDevices.gpu(1);

  private static ClDevice other(int index) {
    return new ClDevice(
        index,
        CPU.platformIndex(),
        CPU.deviceIndex(),
        "Test Array",
        ClDevice.Type.OTHER,
        CPU.platform(),
        CPU.vendor(),
        CPU.driverVersion(),
        CPU.version(),
        CPU.languageVersion(),
        CPU.extensions(),
        CPU.computeUnits(),
        CPU.maxWorkGroupSize(),
        CPU.globalMemoryBytes(),
        CPU.maxAllocationBytes(),
        CPU.localMemoryBytes(),
        CPU.dedicatedLocalMemory(),
        CPU.nativeVectorWidthFloat(),
        CPU.nativeVectorWidthDouble());
  }

  private static ClDevice choose(List<ClDevice> devices, String wanted) {
    return wanted == null
        ? OpenClDevices.ranked(devices, Precision.FP32).get(0)
        : OpenClDevices.named(devices, wanted);
  }

  @Test
  void aGpuIsPreferredThenACpuThenWhateverThereIs() {
    assertEquals(GPU, choose(List.of(CPU, GPU), null));
    assertEquals(GPU, choose(List.of(other(0), GPU, TestDevices.gpu(2)), null));
    assertEquals(CPU, choose(List.of(other(1), CPU), null));
    assertEquals(other(0), choose(List.of(other(0)), null));
  }

  @Test
  void ofCpusTheOneWithTheMostUnitsIsTakenAndOfGpusTheFirst() {
    ClDevice few = TestDevices.cpu(0);
    ClDevice many = TestDevices.units(TestDevices.cpu(1), 64);
    ClDevice asMany = TestDevices.units(TestDevices.cpu(2), 64);
    assertEquals(many, choose(List.of(few, many, asMany), null));
    assertEquals(many, choose(List.of(many, few), null));
    ClDevice small = TestDevices.units(TestDevices.gpu(1), 4);
    assertEquals(small, choose(List.of(many, small, TestDevices.gpu(2)), null));
  }

  @Test
  void inFp64ADeviceThatHasItIsTakenBeforeOneOfItsTypeThatLacksIt() {
    ClDevice lacking = TestDevices.gpuWithoutFp64(0);
    ClDevice having = TestDevices.gpu(1);
    List<ClDevice> devices = List.of(CPU, lacking, having);
    assertEquals(lacking, OpenClDevices.ranked(devices, Precision.FP32).get(0));
    assertEquals(having, OpenClDevices.ranked(devices, Precision.FP64).get(0));
    // The type goes first: what lacks fp64 is then an error and not another kind of device.
    assertEquals(lacking, OpenClDevices.ranked(List.of(CPU, lacking), Precision.FP64).get(0));
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
        "device 'test' fits more than one device: 0: Test CPU, 1: Test GPU", refusal.getMessage());
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
}
