package oncilla.backend.opencl.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.cpu.CpuBackendProvider;
import oncilla.backend.opencl.OpenClBackendProvider;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.provider.Selection;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is chosen on machines with fake OpenCL devices, and what is said about it. */
class SelectionTest {
  private static final BackendRequest ANY = BackendRequest.defaults();
  private static final BackendRequest FP64 = ANY.withPrecision(Precision.FP64);

  private static OpenClBackendProvider provider(ClDevice... devices) {
    return new OpenClBackendProvider(binding -> new FakeDriver(devices));
  }

  private static BackendSelector machine(ClDevice... devices) {
    return new BackendSelector(List.of(new CpuBackendProvider(), provider(devices)));
  }

  private static String refusal(BackendSelector machine, String name, BackendRequest request) {
    return assertThrows(BackendException.class, () -> machine.select(name, request)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "opencl"})
  void aGpuIsTakenBeforeACpuDevice(String name) {
    BackendSelector machine = machine(TestDevices.cpu(0), TestDevices.gpu(1));
    Selection selection = machine.select(name, ANY);
    assertEquals("opencl on Test GPU (fp32): the first GPU", selection.explanation());
    assertEquals(Precision.FP32, selection.precision());
    assertEquals(1, selection.device().index());
    try (Backend backend = selection.open()) {
      assertEquals("opencl", backend.name());
      assertEquals("Test GPU", backend.device().name());
      assertEquals(Precision.FP32, backend.precision());
    }
  }

  @Test
  void autoTakesACpuDeviceBeforeJavaAndSaysWhy() {
    Selection selection = machine(TestDevices.cpu(0)).select("auto", ANY);
    assertEquals(
        "opencl on Test CPU (fp32): no GPU was found; about as fast as the cpu backend, and by"
            + " default in fp32",
        selection.explanation());
  }

  @Test
  void autoTakesTheCpuBackendWithoutOpenClAndSaysWhy() {
    Selection selection = machine().select("auto", ANY);
    assertEquals("cpu", selection.backend());
    assertEquals(Precision.FP64, selection.precision());
    assertTrue(
        selection
            .explanation()
            .contains("; OpenCL is not usable: the OpenCL loader found no platform"),
        selection.explanation());
  }

  @Test
  void autoTakesTheCpuForFp64WhereTheGpuHasNoneAndSaysSo() {
    Selection selection = machine(TestDevices.gpuWithoutFp64(0)).select("auto", FP64);
    assertEquals("cpu", selection.backend());
    assertEquals(Precision.FP64, selection.precision());
    assertTrue(
        selection
            .explanation()
            .endsWith("; OpenCL is not usable: Test GPU does not compute in fp64"),
        selection.explanation());
    assertEquals("opencl", machine(TestDevices.gpu(0)).select("auto", FP64).backend());
  }

  @Test
  void aDeviceOrBindingThatWasAskedForIsNeverReplaced() {
    BackendSelector machine = machine(TestDevices.gpuWithoutFp64(0));
    String noFp64 = "Test GPU does not compute in fp64. Use precision fp32, or backend cpu";
    assertEquals(noFp64, refusal(machine, "opencl", FP64));
    assertEquals(noFp64, refusal(machine, "auto", FP64.withDevice("gpu")));
    assertEquals(noFp64, refusal(machine, "auto", FP64.withBinding("lwjgl")));
    assertEquals(
        "no OpenCL device is called 'radeon'; there is 0: Test GPU. See the command devices",
        refusal(machine, "auto", ANY.withDevice("radeon")));
    String nothing = refusal(machine(), "auto", ANY.withBinding("jocl"));
    assertTrue(nothing.startsWith("the OpenCL loader found no platform"), nothing);
    assertEquals(nothing, refusal(machine(), "opencl", ANY));
    assertFalse(nothing.contains("\n"));
  }

  @Test
  void aDeviceThatWasAskedForIsTaken() {
    BackendSelector machine = machine(TestDevices.cpu(0), TestDevices.gpu(1));
    Selection selection = machine.select("auto", ANY.withDevice("cpu"));
    assertEquals(
        "opencl on Test CPU (fp32): the device that was asked for", selection.explanation());
    assertEquals("cpu", machine.select("cpu", ANY).backend());
  }

  @Test
  void requestsThatMakeNoSenseAreTheUsersMistakes() {
    BackendSelector machine = machine(TestDevices.cpu(0), TestDevices.gpu(1));
    for (String name : List.of("auto", "opencl")) {
      IllegalArgumentException two =
          assertThrows(
              IllegalArgumentException.class, () -> machine.select(name, ANY.withDevice("test")));
      assertTrue(two.getMessage().contains("fits more than one device"), two.getMessage());
    }
    IllegalArgumentException none =
        assertThrows(IllegalArgumentException.class, () -> machine.select("cuda", ANY));
    assertEquals("there is no backend 'cuda'", none.getMessage());
    OpenClBackendProvider real = new OpenClBackendProvider();
    IllegalArgumentException binding =
        assertThrows(
            IllegalArgumentException.class, () -> real.availability(ANY.withBinding("cl")));
    assertEquals("there is no binding 'cl' (jocl, lwjgl)", binding.getMessage());
  }

  @Test
  void theBindingIsJoclUnlessAnotherOneIsAskedFor() {
    List<String> asked = new ArrayList<>();
    FakeDriver driver = new FakeDriver(TestDevices.gpu(0));
    OpenClBackendProvider provider =
        new OpenClBackendProvider(
            binding -> {
              asked.add(binding);
              return driver;
            });
    provider.availability(ANY);
    provider.availability(ANY.withBinding("lwjgl"));
    assertEquals(1, provider.devices(ANY.withBinding("lwjgl")).size());
    assertEquals(List.of("jocl", "lwjgl", "lwjgl"), asked);
  }

  @Test
  void askingOpensNothing() {
    FakeDriver driver = new FakeDriver(TestDevices.gpuWithoutFp64(0));
    OpenClBackendProvider provider = new OpenClBackendProvider(binding -> driver);
    Availability fp32 = provider.availability(ANY);
    assertTrue(fp32.isUsable() && provider.selectable());
    Availability fp64 = provider.availability(FP64);
    assertFalse(fp64.isUsable());
    assertEquals("Test GPU does not compute in fp64", fp64.reason());
    assertEquals("Use precision fp32, or backend cpu", fp64.remedy().toString());
    BackendException refused = assertThrows(BackendException.class, () -> provider.open(FP64));
    assertEquals(fp64.reason() + ". " + fp64.remedy(), refused.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new OpenClBackend(
                driver,
                TestDevices.gpuWithoutFp64(0),
                Precision.FP64,
                KernelParameters.forDevice(TestDevices.gpu(0), Precision.FP64)));
    assertEquals(List.of(), driver.calls());
    assertEquals(List.of(), provider().devices(ANY));
  }

  /** A driver may answer late and anew each time, so one answer has to do from option to queue. */
  @ParameterizedTest
  @ValueSource(strings = {"auto", "opencl"})
  void theDeviceIsLookedUpOnceBetweenOptionAndQueue(String name) {
    FakeDriver driver = new FakeDriver(TestDevices.cpu(0), TestDevices.gpu(1));
    BackendSelector machine =
        new BackendSelector(
            List.of(new CpuBackendProvider(), new OpenClBackendProvider(binding -> driver)));
    Selection selection = machine.select(name, ANY.withDevice("cpu"));
    try (Backend backend = selection.open()) {
      assertEquals("Test CPU", backend.device().name());
      assertEquals(1, driver.calls("clCreateCommandQueue").size());
    }
    assertEquals(1, driver.listings());
  }

  @Test
  void whatWasAnsweredIsOpenedAlsoWhereTheDevicesHaveChanged() {
    List<ClDevice> present = new ArrayList<>(List.of(TestDevices.gpu(0)));
    List<FakeDriver> drivers = new ArrayList<>();
    OpenClBackendProvider provider =
        new OpenClBackendProvider(
            binding -> {
              drivers.add(new FakeDriver(present.toArray(ClDevice[]::new)));
              return drivers.get(drivers.size() - 1);
            });
    Availability.Usable found = provider.availability(ANY).orThrow();
    present.set(0, TestDevices.cpu(0));
    try (Backend backend = found.open()) {
      assertEquals(found.device(), backend.device());
    }
    assertEquals(1, drivers.size());
  }

  @Test
  void aSelectionNamesBackendBindingAndPrecision() {
    BackendSelector machine = machine(TestDevices.gpu(0));
    assertEquals("opencl/fake fp64", machine.select("auto", FP64).label());
    assertEquals("cpu fp64", machine.select("cpu", ANY).label());
    assertEquals(Optional.empty(), machine.select("cpu", ANY).binding());
  }

  @Test
  void bindingsAreAskedOfTheProviders() {
    assertEquals(List.of("jocl", "lwjgl"), new OpenClBackendProvider().bindings());
    assertEquals(List.of(), new CpuBackendProvider().bindings());
    assertEquals(List.of("jocl", "lwjgl"), BackendSelector.fromServices().bindings());
    assertEquals(
        List.of("cpu", "opencl"),
        BackendSelector.fromServices().selectable().stream().map(BackendProvider::name).toList());
  }

  private static BackendRequest products(MatmulPrecision matmul, Precision precision) {
    return new BackendRequest(
        Optional.empty(), Optional.empty(), Optional.of(precision), matmul, Optional.empty());
  }

  /**
   * One line where products are not as was asked for, from what the open backend says of itself.
   */
  @Test
  void productsThatAreMoreExactThanAskedForAreNamed() {
    for (String name : List.of("opencl", "cpu")) {
      BackendSelector machine = machine(TestDevices.gpu(0));
      for (MatmulPrecision asked : List.of(MatmulPrecision.HIGH, MatmulPrecision.MEDIUM)) {
        Selection fp32 = machine.select(name, products(asked, Precision.FP32));
        Selection fp64 = machine.select(name, products(asked, Precision.FP64));
        try (Backend single = fp32.open();
            Backend twice = fp64.open()) {
          assertEquals(MatmulPrecision.HIGHEST, single.matmulPrecision());
          assertEquals(
              Optional.of(
                  "matrix products: asked for "
                      + asked.label()
                      + ", computed with highest (no less exact kernels for this device)"),
              fp32.matmulExplanation(single));
          assertEquals(
              Optional.of(
                  "matrix products: asked for "
                      + asked.label()
                      + ", computed with highest (only products in fp32 can be less exact)"),
              fp64.matmulExplanation(twice));
        }
      }
      Selection highest = machine.select(name, products(MatmulPrecision.HIGHEST, Precision.FP32));
      try (Backend backend = highest.open()) {
        assertEquals(Optional.empty(), highest.matmulExplanation(backend));
      }
    }
  }
}
