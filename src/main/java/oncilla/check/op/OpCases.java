package oncilla.check.op;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;

/**
 * The one table of operations. Parity, gradients, bad arguments, {@code crosscheck} and {@code
 * devices --check} all come from it. Extents straddle tiles and vectors (1, 2, 31 … 33, 63 … 65,
 * primes, very thin, very wide).
 */
public final class OpCases {
  private OpCases() {}

  /** Every case. */
  public static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    cases.addAll(MatmulCases.all());
    cases.addAll(DenseCases.all());
    cases.addAll(ElementwiseCases.all());
    cases.addAll(ReductionCases.all());
    cases.addAll(StepCases.all());
    cases.addAll(GatherCases.all());
    cases.addAll(UpdateCases.all());
    cases.addAll(PassCases.all());
    return cases;
  }

  /**
   * The cases for a look at all kernels of a device: of the nets, and of the layers of rare
   * activations, each of which is a program to compile, only a few; the others are made from the
   * same macros, and a run that needs one verifies it. The largest case of an operation comes
   * first, as what is verified for long sums need not be verified for short ones.
   */
  public static List<OpCase> forDevice() {
    List<OpCase> cases = new ArrayList<>(all());
    cases.removeIf(one -> one.op().equals("pass"));
    cases.addAll(PassCases.few());
    cases.removeIf(one -> one.op().equals("dense"));
    cases.addAll(DenseCases.few());
    Map<String, List<OpCase>> byOp = new LinkedHashMap<>();
    for (OpCase one : cases) {
      byOp.computeIfAbsent(one.op(), op -> new ArrayList<>()).add(one);
    }
    byOp.values().forEach(all -> all.sort(Comparator.comparingDouble(OpCase::flops).reversed()));
    return byOp.values().stream().flatMap(List::stream).toList();
  }

  /** A case of {@code matmul} with any extents, made like those of the table: for measuring. */
  public static OpCase matmul(MatmulForm form, MatmulDims dims) {
    return MatmulCases.matmul(form, dims);
  }

  /** The cases of {@code matmul} with one form. */
  public static List<OpCase> products(MatmulForm form) {
    return MatmulCases.of(form);
  }

  /**
   * Forward layers as most nets have them: the logits, ReLU, and ReLU with dropout. Each further
   * activation is a program more to compile.
   */
  public static List<OpCase> layers() {
    return DenseCases.layers();
  }

  /**
   * The cases with no extent above {@code extent}: for slow checkers, and for a quick look at a
   * device.
   */
  public static List<OpCase> upTo(long extent) {
    return all().stream().filter(one -> one.largestExtent() <= extent).toList();
  }
}
