package oncilla.backend.opencl.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided about tiled products before they are launched; nothing is computed. */
class TiledParametersTest {
  /** On a GPU of 132 compute units. */
  @ParameterizedTest
  @CsvSource({
    // A long sum for 20 columns; its gradient is wide enough as it is.
    "NT, 209, 20, 12288, 48",
    "TN, 20, 12288, 209, 1",
    "NT, 256, 1024, 12288, 16",
    "NT, 1024, 1024, 12288, 4",
    "NN, 1024, 1024, 1024, 4",
    "NN, 2048, 2048, 2048, 1",
    "NN, 4096, 4096, 4096, 1",
    "NN, 512, 512, 512, 4",
    "TN, 1024, 12288, 256, 1",
    "NN, 209, 7, 20, 1",
  })
  void partsFillTheDeviceAndKeepTilesOfTheirOwn(
      MatmulForm form, long m, long n, long k, long parts) {
    MatmulDims dims = new MatmulDims(m, n, k);
    assertEquals(parts, onGpu(Precision.FP32, form, dims).parts(dims));
  }

  private static TiledMatmul onGpu(Precision precision, MatmulForm form, MatmulDims dims) {
    ClDevice gpu = TestDevices.gpu(0);
    return (TiledMatmul)
        KernelParameters.forDevice(gpu, precision)
            .matmul()
            .choose(form, dims, MatmulPrecision.HIGHEST, false);
  }

  @Test
  void offsetsAreWideWhereTheyExceed32Bits() {
    assertEquals(0, wideMacro(MatmulForm.NN, new MatmulDims(1, 1L << 24, 3L << 22)));
    assertEquals(1, wideMacro(MatmulForm.NN, new MatmulDims(64, 64, 1L << 28)));
    assertEquals(0, wideMacro(MatmulForm.TN, new MatmulDims(64, 64, 1L << 28)));
    assertEquals(1, wideMacro(MatmulForm.TN, new MatmulDims(1L << 28, 64, 64)));
    assertEquals(1, wideMacro(MatmulForm.NT, new MatmulDims(64, 64, 1L << 28)));
    assertEquals(1, wideMacro(MatmulForm.NT, new MatmulDims(64, 1L << 28, 4)));
  }

  private static int wideMacro(MatmulForm form, MatmulDims dims) {
    try (FakeBench bench = new FakeBench(FakeBench.Target.of(TestDevices.gpu(0), Precision.FP32))) {
      OpenClTensor any = (OpenClTensor) bench.real(1, 1);
      MatmulCall call = new MatmulCall(form, dims, 1, Precision.FP32, any, any, any, 1);
      return new TiledMatmul(16, 16, 16, 4, 4, 1, 1).program(call).macros().get("WIDE");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "64, 64, 16, 4, 5, 1, 1",
    "63, 64, 16, 4, 4, 1, 1",
    "64, 64, 2, 4, 4, 1, 1",
    "64, 64, 16, 2, 4, 1, 1",
    "4, 64, 16, 8, 4, 1, 1",
    "64, 4, 16, 4, 8, 1, 1",
    // 256 items, and 128 packets of each operand.
    "64, 64, 8, 4, 4, 1, 1",
    "64, 64, 16, 4, 4, 0, 1",
    "64, 64, 16, 4, 4, 1, 0",
  })
  void whatTheKernelCannotDoIsRefused(
      int tileM, int tileN, int tileK, int workM, int workN, int targetGroups, int fewestTiles) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new TiledMatmul(tileM, tileN, tileK, workM, workN, targetGroups, fewestTiles));
  }
}
