package oncilla.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import oncilla.backend.cpu.CpuBackendProvider;
import oncilla.backend.opencl.OpenClBackendProvider;
import oncilla.backend.provider.BackendSelector;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.FakePlatform;
import oncilla.cl.fake.TestDevices;
import oncilla.report.Json;
import org.junit.jupiter.api.Test;

/** What {@code devices} prints of machines where something is wrong. */
class DeviceReportTest {
  private static DeviceReport report(FakeDriver jocl, FakeDriver lwjgl) {
    return DeviceReport.of(
        new BackendSelector(
            List.of(
                new CpuBackendProvider(),
                new OpenClBackendProvider(binding -> binding.equals("jocl") ? jocl : lwjgl))),
        backend -> Optional.empty());
  }

  private static String text(DeviceReport report) {
    StringWriter text = new StringWriter();
    report.print(new PrintWriter(text));
    return text.toString();
  }

  private static FakeDriver machine() {
    return new FakeDriver(
        FakePlatform.of("rusticl", TestDevices.llvmpipe(0, "22.3.6")),
        FakePlatform.of("cpus", TestDevices.cpu(0)),
        FakePlatform.of("gpus", TestDevices.gpu(0)));
  }

  private static FakeDriver withoutGpus() {
    FakeDriver driver = machine();
    driver.answerQueries(
        query ->
            query.platform().equals(Optional.of("gpus")) && query.call().equals("clGetDeviceIDs")
                ? -5
                : 0);
    return driver;
  }

  @Test
  void eachProblemIsALineWithItsRemedyAndTheBindingsThatHaveIt() {
    String text = text(report(withoutGpus(), machine()));
    assertTrue(
        text.contains(
            "\nopencl/jocl passes over: gpus: clGetDeviceIDs failed with CL_OUT_OF_RESOURCES (-5)"
                + "\n  Update that driver"),
        text);
    assertTrue(
        text.contains(
            "\nopencl passes over: llvmpipe (LLVM 15.0.6, 256 bits) with driver 22.3.6 ends the"
                + " loops of a work item after 65,535 rounds and carries on, so sums are cut off"
                + "\n  Mesa 25 mends it: "),
        text);
    assertEquals(2, text.lines().filter(line -> line.contains(" passes over: ")).count(), text);
    assertEquals(2, text.lines().filter(line -> line.contains("rusticl 22.3.6")).count(), text);
    assertTrue(text.contains("or use --backend cpu"), text);
  }

  @Test
  void aSoundMachineHasNoneOfIt() {
    FakeDriver sound = new FakeDriver(TestDevices.gpu(0));
    assertTrue(!text(report(sound, sound)).contains("passes over"));
  }

  @Test
  void jsonHasCallAndCode() throws IOException {
    JsonNode json =
        new JsonMapper().readTree(new Json().line(report(withoutGpus(), machine()).toMap()));
    assertEquals(0, json.at("/backends/0/problems").size());
    JsonNode problems = json.at("/backends/1/problems");
    assertEquals(2, problems.size());
    JsonNode failed = problems.get(0);
    assertEquals("failed", failed.get("kind").asText());
    assertEquals("gpus", failed.get("platform").asText());
    assertEquals("clGetDeviceIDs", failed.get("call").asText());
    assertEquals(-5, failed.get("code").asInt());
    assertTrue(failed.get("device").isNull() && failed.get("index").isNull());
    JsonNode defect = problems.get(1);
    assertEquals("defect", defect.get("kind").asText());
    assertEquals(0, defect.get("index").asInt());
    assertTrue(defect.get("call").isNull() && defect.get("code").isNull());
    assertEquals(1, json.at("/backends/2/problems").size());
    assertEquals(2, json.at("/backends/1/devices").size());
    assertTrue(json.at("/backends/1/devices/0/tuned").isNull());
  }
}
