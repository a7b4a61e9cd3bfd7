package oncilla.check.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.tuning.MatmulVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Right products pass, and each kind of wrong one does not. */
class ReferenceVerifierTest {
  private static final MatmulDims DIMS = new MatmulDims(70, 45, 33);

  private final Backend reference =
      BackendSelector.fromServices()
          .provider("ejml")
          .open(BackendRequest.defaults().withPrecision(Precision.FP64));
  private final ReferenceVerifier verifier = new ReferenceVerifier(reference);

  @AfterEach
  void close() {
    reference.close();
  }

  private double[] product(MatmulForm form, MatmulVerifier.Exercise exercise) {
    double[] c = new double[(int) DIMS.c().size()];
    try (Arena arena = reference.newArena()) {
      Tensor a = arena.allocate(ElementType.REAL, DIMS.a(form));
      Tensor b = arena.allocate(ElementType.REAL, DIMS.b(form));
      Tensor to = arena.allocate(ElementType.REAL, DIMS.c());
      reference.upload(exercise.a(), a);
      reference.upload(exercise.b(), b);
      reference.ops().matmul(form, 1, a, b, to);
      reference.download(to, c);
    }
    return c;
  }

  @ParameterizedTest
  @EnumSource
  void aRightProductIsRight(MatmulForm form) {
    MatmulVerifier.Exercise exercise = verifier.exercise(form, DIMS, Precision.FP32);
    double[] c = product(form, exercise);
    assertEquals(Optional.empty(), exercise.fault(c));
    for (int i = 0; i < c.length; i++) {
      c[i] = (float) c[i];
    }
    assertEquals(Optional.empty(), exercise.fault(c));
  }

  @ParameterizedTest
  @EnumSource
  void errorsAndHolesAreFound(MatmulForm form) {
    MatmulVerifier.Exercise exercise = verifier.exercise(form, DIMS, Precision.FP64);
    double[] right = product(form, exercise);
    double[] wrong = right.clone();
    wrong[wrong.length - 1] *= 1 + 1e-6;
    assertTrue(
        exercise.fault(wrong).orElseThrow().startsWith("70 x 45 x 33: [69, 44] is "),
        exercise.fault(wrong).toString());
    for (int i = 0; i < right.length; i++) {
      double[] hole = right.clone();
      hole[i] = Double.NaN;
      assertTrue(exercise.fault(hole).isPresent(), "element " + i);
    }
  }

  /** The reference's operations with a mistake in one of them. */
  private static final class Mistaken extends ForwardingOps {
    private final boolean inProducts;

    Mistaken(Ops ops, boolean inProducts) {
      super(ops);
      this.inProducts = inProducts;
    }

    @Override
    public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
      super.matmul(form, inProducts && c.shape().rows() == 97 ? 1.001 * alpha : alpha, a, b, c);
    }

    @Override
    public void dense(
        Tensor x, Tensor w, Tensor b, Activation f, Optional<Dropout> dropout, Tensor y) {
      super.dense(x, w, b, Activation.IDENTITY, dropout, y);
    }
  }

  @Test
  void smallProductsAndLayersAreCompared() {
    for (MatmulForm form : MatmulForm.values()) {
      assertEquals(Optional.empty(), verifier.products(reference, reference.ops(), form));
      Optional<String> fault =
          verifier.products(reference, new Mistaken(reference.ops(), true), form);
      assertTrue(
          fault.orElseThrow().startsWith("matmul " + form + " 97x101x103: c: "), fault.get());
    }
    assertEquals(Optional.empty(), verifier.layers(reference, reference.ops()));
    Optional<String> fault = verifier.layers(reference, new Mistaken(reference.ops(), false));
    assertTrue(fault.orElseThrow().startsWith("dense "), fault.get());
  }
}
