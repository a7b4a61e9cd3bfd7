package oncilla.nn;

import java.util.List;

/**
 * What inputs are standardised with: (x − μ) / σ, where x is what a stored number is once it has
 * been divided, as pixels are by 255. The numbers are those of a training set; a model keeps them,
 * because its parameters are of use only with them.
 *
 * @param means μ of each channel of images, or of each column of a table
 * @param deviations σ of the same, positive
 */
public record Standardization(List<Double> means, List<Double> deviations) {
  /** Checks that there is a positive deviation for each mean, and that all are finite. */
  public Standardization {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
    if (means.isEmpty() || means.size() != deviations.size()) {
      throw new IllegalArgumentException(
          means.size() + " means and " + deviations.size() + " deviations, expected as many");
    }
    for (double mean : means) {
      if (!Double.isFinite(mean)) {
        throw new IllegalArgumentException("a mean is finite, not " + mean);
      }
    }
    for (double deviation : deviations) {
      if (!(deviation > 0) || Double.isInfinite(deviation)) {
        throw new IllegalArgumentException("a deviation is positive and finite, not " + deviation);
      }
    }
  }

  /** How many channels or columns have numbers of their own. */
  public int channels() {
    return means.size();
  }

  /** Whether rows of so many numbers are whole pixels, or as many as there are columns. */
  public boolean fits(int columns) {
    return columns % channels() == 0;
  }

  /** μ of each column: pixel by pixel, channel by channel. */
  public double[] meanOfColumns(int columns) {
    return repeated(means, columns);
  }

  /** σ of each column. */
  public double[] deviationOfColumns(int columns) {
    return repeated(deviations, columns);
  }

  private double[] repeated(List<Double> values, int columns) {
    if (!fits(columns)) {
      throw new IllegalArgumentException(
          columns + " numbers per example are no multiple of " + channels() + " channels");
    }
    double[] all = new double[columns];
    for (int i = 0; i < columns; i++) {
      all[i] = values.get(i % channels());
    }
    return all;
  }
}
