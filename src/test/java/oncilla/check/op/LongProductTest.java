package oncilla.check.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Backend;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.check.verification.ForwardingOps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A right product in fp32 is right to the last bit; any wrong element is found. */
class LongProductTest {
  private static final MatmulDims DIMS = new MatmulDims(35, 66, 5000);

  private static Backend open() {
    return BackendSelector.fromServices()
        .provider(BackendProvider.EJML)
        .open(BackendRequest.defaults().withPrecision(Precision.FP32));
  }

  @ParameterizedTest
  @EnumSource(MatmulForm.class)
  void aRightProductHolds(MatmulForm form) {
    try (Backend backend = open()) {
      assertEquals(
          Optional.empty(), new LongProduct(form, DIMS).faultOfProduct(backend, backend.ops(), 2));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"IDENTITY", "RELU"})
  void aRightLayerHolds(Activation f) {
    try (Backend backend = open()) {
      assertEquals(
          Optional.empty(),
          new LongProduct(MatmulForm.NT, DIMS).faultOfLayer(backend, backend.ops(), f, 1));
    }
  }

  /** Adds 1 to one element of C, which is far below the rounding bound of such a sum in fp32. */
  @ParameterizedTest
  @EnumSource(MatmulForm.class)
  void oneElementThatIsOffByOneIsFound(MatmulForm form) {
    try (Backend backend = open()) {
      for (int at : new int[] {0, 33, 66 * 17 + 32, 66 * 35 - 1}) {
        Ops wrong =
            new ForwardingOps(backend.ops()) {
              @Override
              public void matmul(MatmulForm f, double alpha, Tensor a, Tensor b, Tensor c) {
                super.matmul(f, alpha, a, b, c);
                double[] values = new double[66 * 35];
                backend.download(c, values);
                values[at]++;
                backend.upload(values, c);
              }
            };
        Optional<String> fault = new LongProduct(form, DIMS).faultOfProduct(backend, wrong, 1);
        assertTrue(fault.orElse("").contains("row " + at / 66 + " "), at + ": " + fault);
      }
    }
  }

  @Test
  void oneOfTwoRunsThatIsWrongIsFound() {
    try (Backend backend = open()) {
      int[] runs = new int[1];
      Ops sometimes =
          new ForwardingOps(backend.ops()) {
            @Override
            public void matmul(MatmulForm f, double alpha, Tensor a, Tensor b, Tensor c) {
              super.matmul(f, runs[0]++ == 1 ? 2 * alpha : alpha, a, b, c);
            }
          };
      LongProduct product = new LongProduct(MatmulForm.NN, DIMS);
      assertEquals(Optional.empty(), product.faultOfProduct(backend, sometimes, 1));
      assertTrue(product.faultOfProduct(backend, sometimes, 2).isPresent());
    }
  }
}
