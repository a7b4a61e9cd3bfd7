package oncilla.backend.tuning;

import java.util.Map;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;

/**
 * What tuning found for one kind of product.
 *
 * @param device its name
 * @param precision of the operands
 * @param form which operand is read transposed
 * @param shapeClass the class of extents
 * @param start what was used before
 * @param best what is used from now on; the start, where nothing was clearly faster
 * @param gain speed of the best over that of the start, measured in turns; 1 where they are the
 *     same
 * @param outcomes how many candidates ended how
 */
public record TuningRow(
    String device,
    Precision precision,
    MatmulForm form,
    String shapeClass,
    Measured start,
    Measured best,
    double gain,
    Map<TuningOutcome, Integer> outcomes) {
  /** Copies the map. */
  public TuningRow {
    outcomes = Map.copyOf(outcomes);
  }

  /**
   * A variant and its measured speed.
   *
   * @param family its kernel
   * @param parameters the kernel's parameters, sorted by name
   * @param gflops 10⁹ operations per second, the geometric mean over the extents it was timed at
   */
  public record Measured(String family, Map<String, Integer> parameters, double gflops) {}

  /** How many candidates ended so. */
  public int count(TuningOutcome outcome) {
    return outcomes.getOrDefault(outcome, 0);
  }
}
