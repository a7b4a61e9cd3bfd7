package oncilla.report.figure;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.report.OutputException;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;

/**
 * Draws accuracies against the values that were tried for one setting. The values stand at even
 * distances in their order, because the usual ones span decades and include 0.
 *
 * @param title above the chart
 * @param subtitle model, data and device, one line
 * @param setting name of the setting
 * @param values of the setting, as labels, in the order of the axis
 * @param train accuracy on the training set for each value; not copied
 * @param test accuracy on the test set for each value, where there is one; not copied
 */
public record SweepPlot(
    String title,
    String subtitle,
    String setting,
    List<String> values,
    double[] train,
    Optional<double[]> test) {
  /** Pixels across. */
  public static final int WIDTH = 1000;

  private static final int CHART_HEIGHT = 560;

  /** Copies the list and checks the lengths. */
  public SweepPlot {
    values = List.copyOf(values);
    if (train.length != values.size()
        || test.isPresent() && test.get().length != values.size()
        || values.isEmpty()) {
      throw new IllegalArgumentException(train.length + " accuracies of " + values);
    }
  }

  /**
   * Writes the PNG, whole or not at all.
   *
   * @return why there is no figure, one line to be shown as a warning; empty when it was written
   * @throws OutputException if the file cannot be written
   */
  public Optional<String> write(Path file) {
    List<String> names =
        test.isPresent() ? List.of("training set", "test set") : List.of("training set");
    Legend legend = new Legend(names, test.isPresent() ? List.of(0, 1) : List.of(0), WIDTH);
    int height = Drawing.HEADER + CHART_HEIGHT + legend.height();
    return new Drawing(title, subtitle, WIDTH, height)
        .write(
            file,
            graphics -> {
              chart().paint(graphics, WIDTH, CHART_HEIGHT);
              graphics.translate(0, CHART_HEIGHT - ChartStyle.LEGEND_OVERLAP);
              legend.paint(graphics);
            });
  }

  private CategoryChart chart() {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(CHART_HEIGHT)
            .xAxisTitle(setting + ", not to scale")
            .yAxisTitle("accuracy")
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
    // Without this XChart puts the points of two series beside each other.
    chart.getStyler().setOverlapped(true);
    double smallest = 1;
    for (double accuracy : train) {
      smallest = Math.min(smallest, accuracy);
    }
    for (double accuracy : test.orElse(train)) {
      smallest = Math.min(smallest, accuracy);
    }
    double range = Math.max(1 - smallest, 0.02);
    chart.getStyler().setYAxisMin(smallest - 0.13 * range).setYAxisMax(1 + 0.061 * range);
    chart.getStyler().setYAxisDecimalPattern("0.######");
    add(chart, "training set", train, 0);
    test.ifPresent(accuracies -> add(chart, "test set", accuracies, 1));
    return chart;
  }

  private void add(CategoryChart chart, String name, double[] accuracies, int style) {
    List<Double> numbers = Arrays.stream(accuracies).boxed().toList();
    CategorySeries series = chart.addSeries(name, values, numbers);
    series.setLineStyle(ChartStyle.stroke(style));
    series.setLineColor(ChartStyle.color(style));
    series.setMarker(ChartStyle.marker(style));
    series.setMarkerColor(ChartStyle.color(style));
  }
}
