package oncilla.backend.opencl.matmul;

import java.util.List;
import java.util.Map;
import java.util.Set;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;

/**
 * One way to compute a matrix product: a member of a {@link MatmulFamily}, which has a kernel, with
 * a value for each of the family's parameters.
 */
public interface MatmulVariant {
  /** The family, which declares the parameters. */
  MatmulFamily<?> family();

  /** Submits the launches of {@code call}. */
  void submit(MatmulCall call, LaunchSink sink);

  /** How exact its products are. */
  default MatmulPrecision precision() {
    return MatmulPrecision.HIGHEST;
  }

  /** The layouts of operands that it can read. */
  default Set<OperandLayout> layouts() {
    return Set.of(OperandLayout.ROW_MAJOR);
  }

  /** Whether operands are packed in memory that must be kept free of tensors. */
  default boolean packsOperands() {
    return false;
  }

  /**
   * This variant as it was for {@code launches}, for products of any extents: where it decides by
   * the extents which kernels it launches, it decides as it did then.
   *
   * @param launches of one product by this variant
   */
  default MatmulVariant repeating(List<Launch> launches) {
    return this;
  }

  /** The kernel file, a name in the folder {@code kernels}. */
  default String file() {
    return family().file();
  }

  /** The kernel's name. */
  default String kernel() {
    return family().kernel();
  }

  /** The macros that are this variant's parameters. */
  default Map<String, Integer> macros() {
    return family().macros(this);
  }

  /** The values of the family's parameters, sorted by name. */
  default Map<String, Integer> values() {
    return family().values(this);
  }

  /** The family's name and the values of its parameters, on one line. */
  default String description() {
    return MatmulFamily.describe(family().name(), values());
  }
}
