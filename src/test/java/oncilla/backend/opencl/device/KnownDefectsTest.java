package oncilla.backend.opencl.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.backend.BackendException;
import oncilla.backend.cpu.CpuBackendProvider;
import oncilla.backend.opencl.OpenClBackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.provider.DeviceProblem;
import oncilla.backend.provider.Selection;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that are known to compute wrong are named, passed over and refused. */
class KnownDefectsTest {
  private static final BackendRequest ANY = BackendRequest.defaults();
  private static final String CUT_OFF =
      "llvmpipe (LLVM 15.0.6, 256 bits) with driver 22.3.6 ends the loops of a work item after"
          + " 65,535 rounds and carries on, so sums are cut off";

  private static BackendSelector machine(ClDevice... devices) {
    return new BackendSelector(
        List.of(
            new CpuBackendProvider(),
            new OpenClBackendProvider(binding -> new FakeDriver(devices))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "22.3.6",
        "20.1.0-rc1",
        "23.2.1-1ubuntu3.1~22.04.2",
        "24.3.4",
        "24.3",
        "9.0.3",
        "Mesa 22.3.6"
      })
  void llvmpipeBeforeMesa25(String driver) {
    assertTrue(KnownDefects.of(TestDevices.llvmpipe(0, driver)).isPresent());
    assertTrue(KnownDefects.of(TestDevices.llvmpipeAsGpu(0, driver)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"25.0.0", "25.0.7-2", "25.2.8-0ubuntu0.24.04.1", "26.1", "Mesa 25.0.7", "100.0.1"})
  void llvmpipeSinceMesa25IsLeftToTheVerification(String driver) {
    assertTrue(KnownDefects.of(TestDevices.llvmpipe(0, driver)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "git-0a1b2c3d", "main", "25", "99999999999.1", "v25.0"})
  void aVersionThatCannotBeReadIsNotTakenForAGoodOne(String driver) {
    String what = KnownDefects.of(TestDevices.llvmpipe(0, driver)).orElseThrow().what();
    assertTrue(what.contains("'" + driver + "'"), what);
  }

  @Test
  void otherDevicesOfTheSameVersionAreNotMeant() {
    assertTrue(KnownDefects.of(TestDevices.cpu(0)).isEmpty());
    assertTrue(KnownDefects.of(TestDevices.gpu(0)).isEmpty());
  }

  @Test
  void autoPassesItOverAndSaysWhy() {
    ClDevice bad = TestDevices.llvmpipe(0, "22.3.6");
    for (String name : List.of("auto", "opencl")) {
      Selection selection = machine(bad, TestDevices.cpu(1)).select(name, ANY);
      assertEquals(
          "opencl on Test CPU (fp32): no GPU was found; about as fast as the cpu backend, and by"
              + " default in fp32; passed over: "
              + CUT_OFF,
          selection.explanation());
    }
    Selection gpu =
        machine(TestDevices.llvmpipeAsGpu(0, "22.3.6"), TestDevices.gpu(1)).select("auto", ANY);
    assertEquals("Test GPU", gpu.device().name());
    assertTrue(gpu.explanation().endsWith("the first GPU; passed over: " + CUT_OFF));
  }

  @Test
  void aloneItLeavesAutoTheCpuBackendAndIsAnErrorForOpenCl() {
    BackendSelector alone = machine(TestDevices.llvmpipe(0, "22.3.6"));
    Selection auto = alone.select("auto", ANY);
    assertEquals("cpu", auto.backend());
    assertTrue(
        auto.explanation().endsWith("; OpenCL is not usable: " + CUT_OFF), auto.explanation());
    for (BackendRequest request :
        List.of(ANY, ANY.withDevice("0"), ANY.withDevice("llvmpipe"), ANY.withBinding("lwjgl"))) {
      String refusal =
          assertThrows(BackendException.class, () -> alone.select("opencl", request)).getMessage();
      assertTrue(refusal.startsWith(CUT_OFF + ". Mesa 25 mends it: "), refusal);
      assertFalse(refusal.contains("\n"), refusal);
    }
  }

  @Test
  void aMendedOneIsTaken() {
    assertEquals(
        "llvmpipe (LLVM 15.0.6, 256 bits)",
        machine(TestDevices.llvmpipe(0, "25.0.7-2")).select("opencl", ANY).device().name());
  }

  @Test
  void itIsListedWithWhatIsWrong() {
    OpenClBackendProvider provider =
        new OpenClBackendProvider(
            binding -> new FakeDriver(TestDevices.cpu(0), TestDevices.llvmpipe(1, "22.3.6")));
    assertEquals(2, provider.devices(ANY).size());
    DeviceProblem problem = provider.problems(ANY).get(0);
    assertEquals(1, provider.problems(ANY).size());
    assertEquals(DeviceProblem.Kind.DEFECT, problem.kind());
    assertEquals(1, problem.index().getAsInt());
    assertEquals(CUT_OFF, problem.what());
    assertFalse(problem.remedy().isEmpty());
  }
}
