package oncilla.report;

/**
 * One line of a plot: values over iterations.
 *
 * @param name of the line, for the legend
 * @param iterations where values were taken; not copied
 * @param values the values there; those that are not finite leave a gap; not copied
 */
public record Curve(String name, double[] iterations, double[] values) {
  /** Checks the lengths. */
  public Curve {
    if (iterations.length != values.length) {
      throw new IllegalArgumentException(
          values.length + " values at " + iterations.length + " iterations");
    }
  }
}
