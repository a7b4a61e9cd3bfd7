package oncilla.oclgrind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClContext;
import oncilla.cl.ClDriver;
import oncilla.cl.ClDrivers;
import oncilla.cl.ClKernel;
import oncilla.cl.ClLaunch;
import oncilla.cl.ClProgram;
import oncilla.cl.ClQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The checker finds what it is there for: kernels with one defect each, and one without. */
@Tag("oclgrind")
class PlantedDefectsTest {
  private static final int ITEMS = 8;

  @Test
  void soundKernelIsNotReported() throws IOException {
    assertEquals("", report("out[get_global_id(0)] = in[get_global_id(0)];"));
  }

  @Test
  void readBehindTheEndIsReported() throws IOException {
    String report = report("out[get_global_id(0)] = in[get_global_id(0) + 1];");
    assertTrue(report.contains("Invalid read"), report);
  }

  @Test
  void writeBehindTheEndIsReported() throws IOException {
    String report = report("out[get_global_id(0) + 1] = in[get_global_id(0)];");
    assertTrue(report.contains("Invalid write"), report);
  }

  @Test
  void raceInLocalMemoryIsReported() throws IOException {
    String report =
        report(
            """
            local float tile[8];
            tile[get_local_id(0)] = in[get_global_id(0)];
            out[get_global_id(0)] = tile[7 - get_local_id(0)];""");
    assertTrue(report.contains("data race"), report);
  }

  @Test
  void raceInGlobalMemoryIsReported() throws IOException {
    String report = report("out[0] = in[get_global_id(0)] + (float)get_global_id(0);");
    assertTrue(report.contains("data race"), report);
  }

  @Test
  void uninitialisedReadIsReported() throws IOException {
    String report =
        report(
            """
            local float tile[8];
            barrier(CLK_LOCAL_MEM_FENCE);
            if (tile[get_local_id(0)] > 0.5f) { out[get_global_id(0)] = in[get_global_id(0)]; }""");
    assertTrue(report.contains("ninitialized"), report);
  }

  @Test
  void readOfABufferNobodyWroteIsReported() throws IOException {
    String report =
        report(
            "if (out[get_global_id(0)] > 0.5f) { out[get_global_id(0)] = in[get_global_id(0)]; }");
    assertTrue(report.contains("ninitialized"), report);
  }

  private static String report(String body) throws IOException {
    OclgrindLog log = OclgrindLog.open();
    ClDriver driver = ClDrivers.named("jocl");
    String source =
        "kernel void planted(global const float* in, global float* out) {\n" + body + "\n}\n";
    try (ClContext context = driver.createContext(log.simulator(driver));
        ClQueue queue = context.createQueue();
        ClBuffer in = context.createBuffer(ITEMS * Float.BYTES);
        ClBuffer out = context.createBuffer(ITEMS * Float.BYTES);
        ClProgram program = context.build("planted", source, "-cl-std=CL1.2");
        ClKernel kernel = program.createKernel("planted")) {
      queue.write(
          in, 0, ByteBuffer.allocateDirect(ITEMS * Float.BYTES).order(ByteOrder.nativeOrder()));
      kernel.setBuffer(0, in);
      kernel.setBuffer(1, out);
      try (ClLaunch launch = queue.prepare(kernel, new long[] {ITEMS}, new long[] {ITEMS})) {
        launch.enqueue();
        queue.finish();
      }
      return log.read();
    }
  }
}
