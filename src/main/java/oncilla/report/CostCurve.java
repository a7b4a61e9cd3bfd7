package oncilla.report;

/**
 * One line of a cost plot.
 *
 * @param name what it is, for the legend
 * @param iterations where costs were taken; not copied
 * @param costs the costs there; those that are not finite leave a gap; not copied
 */
public record CostCurve(String name, double[] iterations, double[] costs) {
  /** Checks the lengths. */
  public CostCurve {
    if (iterations.length != costs.length) {
      throw new IllegalArgumentException(
          costs.length + " costs at " + iterations.length + " iterations");
    }
  }
}
