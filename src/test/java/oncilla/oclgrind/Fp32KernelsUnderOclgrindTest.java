package oncilla.oclgrind;

import oncilla.backend.Precision;

/** The kernels in fp32 under the simulator. */
final class Fp32KernelsUnderOclgrindTest extends KernelsUnderOclgrind {
  Fp32KernelsUnderOclgrindTest() {
    super(Precision.FP32);
  }
}
