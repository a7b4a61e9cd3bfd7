package oncilla.oclgrind;

import oncilla.backend.Precision;

/** The kernels in fp64 under the simulator. */
final class Fp64KernelsUnderOclgrindTest extends KernelsUnderOclgrind {
  Fp64KernelsUnderOclgrindTest() {
    super(Precision.FP64);
  }
}
