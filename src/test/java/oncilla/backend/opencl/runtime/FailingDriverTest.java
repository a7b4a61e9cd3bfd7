package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oncilla.backend.BackendException;
import oncilla.backend.cpu.CpuBackendProvider;
import oncilla.backend.opencl.OpenClBackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.provider.DeviceProblem;
import oncilla.backend.provider.Selection;
import oncilla.cl.ClUnavailableException;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.FakePlatform;
import oncilla.cl.fake.FakeQuery;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is chosen where a platform or a device answers a question with an error. */
class FailingDriverTest {
  private static final BackendRequest ANY = BackendRequest.defaults();

  private final FakeDriver alone = new FakeDriver(TestDevices.cpu(0));
  private final FakeDriver both = new FakeDriver(TestDevices.gpu(0), TestDevices.cpu(1));

  private static OpenClBackendProvider provider(FakeDriver driver) {
    return new OpenClBackendProvider(binding -> driver);
  }

  private static BackendSelector machine(FakeDriver driver) {
    return new BackendSelector(List.of(new CpuBackendProvider(), provider(driver)));
  }

  /** Every question to a machine with one device. */
  static Stream<FakeQuery> queries() throws ClUnavailableException {
    FakeDriver driver = new FakeDriver(TestDevices.cpu(0));
    driver.list();
    return driver.queries().stream();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void autoTakesTheCpuBackendWhateverTheOnlyPlatformAnswers(FakeQuery failing) {
    alone.answerQueries(query -> query.equals(failing) ? -5 : 0);
    Selection selection = machine(alone).select("auto", ANY);
    assertEquals("cpu", selection.backend());
    String named = failing.call() + " failed with CL_OUT_OF_RESOURCES (-5)";
    assertTrue(selection.explanation().contains(named), selection.explanation());
    String refusal =
        assertThrows(BackendException.class, () -> machine(alone).select("opencl", ANY))
            .getMessage();
    assertTrue(refusal.startsWith("no OpenCL device can be used: "), refusal);
    assertTrue(refusal.contains(named), refusal);
    assertTrue(!refusal.contains("\n"), refusal);
    assertEquals(List.of(), provider(alone).devices(ANY));
    DeviceProblem problem = provider(alone).problems(ANY).get(0);
    assertEquals(DeviceProblem.Kind.FAILED, problem.kind());
    assertEquals(Optional.of(failing.call()), problem.call());
    assertEquals(-5, problem.code().getAsInt());
    assertTrue(problem.index().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void anotherPlatformsDeviceIsTaken(FakeQuery ofCpu) {
    if (ofCpu.platform().isEmpty()) {
      return; // The loader serves all platforms.
    }
    both.answerQueries(query -> query.equals(ofCpu) ? -31 : 0);
    Selection selection = machine(both).select("auto", ANY);
    assertEquals("Test GPU", selection.device().name());
    assertTrue(
        selection.explanation().contains("the first GPU; passed over: "), selection.explanation());
    assertTrue(selection.explanation().contains("CL_INVALID_DEVICE_TYPE (-31)"));
    assertEquals(1, provider(both).devices(ANY).size());
  }

  @Test
  void aDeviceThatIsNotFoundMayBeTheOneThatFailed() {
    both.answerQueries(
        query ->
            query.platform().equals(Optional.of("Test Graphics OpenCL"))
                    && query.call().equals("clGetDeviceIDs")
                ? -6
                : 0);
    assertEquals(
        "no OpenCL device is called 'gpu'; there is 0: Test CPU; Test Graphics OpenCL:"
            + " clGetDeviceIDs failed with CL_OUT_OF_HOST_MEMORY (-6). See the command devices",
        assertThrows(
                BackendException.class, () -> machine(both).select("opencl", ANY.withDevice("gpu")))
            .getMessage());
  }

  /** No driver for hardware that is not there: nothing to warn of at every start. */
  @Test
  void aPlatformWithoutDevicesIsListedAndNoReasonAtSelection() {
    FakeDriver driver =
        new FakeDriver(FakePlatform.of("rusticl"), FakePlatform.of("cpus", TestDevices.cpu(0)));
    DeviceProblem problem = provider(driver).problems(ANY).get(0);
    assertEquals(DeviceProblem.Kind.NO_DEVICE, problem.kind());
    assertEquals("rusticl has no device", problem.what());
    assertTrue(problem.remedy().toString().contains("RUSTICL_ENABLE"));
    String taken = machine(driver).select("auto", ANY).explanation();
    assertTrue(taken.endsWith("by default in fp32"), taken);
  }
}
