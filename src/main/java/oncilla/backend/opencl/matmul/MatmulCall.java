package oncilla.backend.opencl.matmul;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.program.ProgramKey;
import oncilla.cl.ClBuffer;

/**
 * One matrix product to be made: C = alpha · op(A)·op(B), with an epilogue where C is stored.
 *
 * @param form which operand is transposed
 * @param dims extents
 * @param epilogue what is done with a sum before it is stored
 * @param alpha factor of the product
 * @param precision of all operands
 * @param a first operand
 * @param b second operand
 * @param bias {@code 1 × n}; any tensor where the epilogue has none
 * @param c result
 * @param computeUnits of the device
 * @param activation what the epilogue of a layer applies
 * @param dropout what the epilogue drops, where it does
 */
public record MatmulCall(
    MatmulForm form,
    MatmulDims dims,
    Epilogue epilogue,
    double alpha,
    Precision precision,
    OpenClTensor a,
    OpenClTensor b,
    OpenClTensor bias,
    OpenClTensor c,
    int computeUnits,
    Activation activation,
    Optional<Dropout> dropout) {
  /**
   * What is stored for a sum; the order is that of the macro in {@code kernels/matmul/matmul.clh}.
   */
  public enum Epilogue {
    /** alpha · sum. */
    NONE,
    /** f(alpha · sum + bias of the column), f the activation. */
    LAYER,
    /** The same, then inverted dropout, whose mask is drawn and stored as well. */
    LAYER_WITH_DROPOUT
  }

  /** Checks that there is dropout where the epilogue has it. */
  public MatmulCall {
    if (dropout.isPresent() != (epilogue == Epilogue.LAYER_WITH_DROPOUT)) {
      throw new IllegalArgumentException("dropout belongs to the epilogue that has it");
    }
  }

  /** A product that is stored as it is. */
  public MatmulCall(
      MatmulForm form,
      MatmulDims dims,
      double alpha,
      Precision precision,
      OpenClTensor a,
      OpenClTensor b,
      OpenClTensor c,
      int computeUnits) {
    this(
        form,
        dims,
        Epilogue.NONE,
        alpha,
        precision,
        a,
        b,
        c,
        c,
        computeUnits,
        Activation.IDENTITY,
        Optional.empty());
  }

  /** This product with a layer's bias, activation and dropout where C is stored. */
  public MatmulCall layer(OpenClTensor added, Activation f, Optional<Dropout> drawn) {
    return new MatmulCall(
        form,
        dims,
        drawn.isPresent() ? Epilogue.LAYER_WITH_DROPOUT : Epilogue.LAYER,
        alpha,
        precision,
        a,
        b,
        added,
        c,
        computeUnits,
        f,
        drawn);
  }

  /** The program of {@code file} for this form, precision and epilogue. */
  ProgramKey program(String file, Map<String, Integer> parameters) {
    return storing(file, parameters).with("FORM", form.ordinal());
  }

  /** The program of {@code file} for this precision and epilogue, whatever the form. */
  ProgramKey storing(String file, Map<String, Integer> parameters) {
    Map<String, Integer> macros = new HashMap<>(parameters);
    macros.put("REAL_IS_DOUBLE", precision == Precision.FP64 ? 1 : 0);
    macros.put("EPILOGUE", epilogue.ordinal());
    if (epilogue != Epilogue.NONE) {
      macros.put("ACTIVATION", activation.ordinal());
    }
    return new ProgramKey(file, macros);
  }

  /** This product with nothing done to its sums before they are stored. */
  MatmulCall sums() {
    return new MatmulCall(form, dims, 1, precision, a, b, c, computeUnits);
  }

  /**
   * A launch with the arguments that all product kernels begin with: extents, alpha, tensors, and
   * what the epilogue needs.
   */
  Launch launch(ProgramKey program, String kernel, NdRange range) {
    return stored(inputs(program, kernel, range));
  }

  /** Adds where the finished C goes, and what the epilogue needs for that. */
  Launch stored(Launch launch) {
    launch.tensor(c);
    dropout.ifPresent(it -> launch.dropoutArguments(it, precision));
    return launch;
  }

  /** The same launch with panels in the place of operands that were packed ahead. */
  Launch launch(
      ProgramKey program,
      String kernel,
      NdRange range,
      Optional<Panels> packedA,
      Optional<Panels> packedB) {
    Launch launch = extents(program, kernel, range);
    operand(launch, a, packedA);
    operand(launch, b, packedB);
    return stored(launch.tensor(bias));
  }

  private static void operand(Launch launch, OpenClTensor tensor, Optional<Panels> packed) {
    packed.ifPresentOrElse(
        panels -> launch.buffer(panels.memory(), tensor.bytes()).integer(panels.offset()),
        () -> launch.tensor(tensor));
  }

  /** The same launch for plain sums, so many bytes, that go to {@code partial} and not to C. */
  Launch sumsInto(ClBuffer partial, long bytes, ProgramKey program, String kernel, NdRange range) {
    return sums().inputs(program, kernel, range).buffer(partial, bytes).integer(0);
  }

  private Launch inputs(ProgramKey program, String kernel, NdRange range) {
    return extents(program, kernel, range).tensor(a).tensor(b).tensor(bias);
  }

  private Launch extents(ProgramKey program, String kernel, NdRange range) {
    return new Launch(program, kernel, range)
        .length(dims.k())
        .operations(dims.flops())
        .integer(dims.m())
        .integer(dims.n())
        .integer(dims.k())
        .real(precision, alpha);
  }
}
