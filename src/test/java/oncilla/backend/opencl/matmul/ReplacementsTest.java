package oncilla.backend.opencl.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import oncilla.backend.Precision;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What replaces a variant: all others that the device can run, each once, of several families. */
class ReplacementsTest {
  private static void check(ClDevice device, Precision precision, MatmulTable table) {
    DeviceLimits limits = new DeviceLimits(device, precision);
    Replacements replacements = Replacements.of(table, device, precision);
    for (MatmulVariant first : table.variants().values()) {
      List<MatmulVariant> all = replacements.of(first);
      assertFalse(all.contains(first));
      assertEquals(all.size(), new HashSet<>(all).size());
      assertTrue(
          all.containsAll(
              table.variants().values().stream().filter(it -> !it.equals(first)).toList()));
      assertTrue(all.stream().map(MatmulVariant::family).distinct().count() >= 2, all.toString());
      for (MatmulVariant other : all) {
        assertTrue(other.family().misfit(other, limits).isEmpty(), other.description());
        assertTrue(other.precision().serves(first.precision()), other.description());
      }
    }
    assertFalse(table.variants().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void onADeviceThatNobodyMeasured(Precision precision) {
    ClDevice cpu = TestDevices.cpu(0);
    int vector = new DeviceLimits(cpu, precision).vectorWidth();
    check(cpu, precision, PackedDefaults.of(cpu, precision, vector));
    ClDevice gpu = TestDevices.gpu(0);
    check(gpu, precision, TiledDefaults.of(gpu, precision));
  }

  /** Then the defaults are among what is left. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void whereOneTunedVariantComputesEverything(Precision precision) {
    ClDevice gpu = TestDevices.gpu(0);
    MatmulVariant tuned = new TiledMatmul(16, 16, 8, 4, 4, 1, 2);
    check(gpu, precision, MatmulTable.always(tuned));
    assertTrue(
        Replacements.of(MatmulTable.always(tuned), gpu, precision)
            .of(tuned)
            .containsAll(TiledDefaults.of(gpu, precision).variants().values()));
  }
}
