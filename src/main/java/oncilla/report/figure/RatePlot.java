package oncilla.report.figure;

import java.awt.Graphics2D;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import oncilla.report.Decimals;
import oncilla.report.OutputException;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;

/**
 * Draws the costs of a learning-rate range test against the rates, which are logarithmic, with the
 * suggested rate as an upright line. What rises far above the costs at the start is cut off: how
 * far it rises says nothing.
 *
 * @param title above the figure
 * @param subtitle network and device, one line
 * @param rates ascending; not copied
 * @param costs of each rate, finite; not copied
 * @param smoothed the average of the costs so far; not copied
 * @param suggestion a rate, where there is one
 */
public record RatePlot(
    String title,
    String subtitle,
    double[] rates,
    double[] costs,
    double[] smoothed,
    OptionalDouble suggestion) {
  /** Pixels across. */
  public static final int WIDTH = 1200;

  private static final int CHART_HEIGHT = 676;

  /** Of the largest smoothed cost before the lowest one, what is drawn. */
  private static final double SHOWN = 1.5;

  /** Of the width, left free at both ends. */
  private static final double SIDE = 0.02;

  /** Of the height, left free at both ends. */
  private static final double MARGIN = 0.04;

  /** Checks the lengths. */
  public RatePlot {
    if (rates.length < 1 || costs.length != rates.length || smoothed.length != rates.length) {
      throw new IllegalArgumentException(
          "%d costs and %d smoothed ones at %d rates"
              .formatted(costs.length, smoothed.length, rates.length));
    }
  }

  /**
   * Writes the PNG, whole or not at all.
   *
   * @return why there is no plot, one line to be shown as a warning; empty when it was written
   * @throws OutputException if the file cannot be written
   */
  public Optional<String> write(Path file) {
    Optional<String> noFonts = Fonts.problem();
    if (noFonts.isPresent()) {
      return noFonts.map(why -> file + ": not drawn: " + why);
    }
    Legend legend = new Legend(names(), IntStream.range(0, names().size()).boxed().toList(), WIDTH);
    return new Drawing(title, subtitle, WIDTH, Drawing.HEADER + CHART_HEIGHT + legend.height())
        .write(file, graphics -> draw(graphics, legend));
  }

  private List<String> names() {
    String suggested =
        suggestion.isPresent() ? "suggested " + Decimals.rounded(suggestion.getAsDouble(), 2) : "";
    return suggested.isEmpty()
        ? List.of("cost J, smoothed", "cost J of each update")
        : List.of("cost J, smoothed", "cost J of each update", suggested);
  }

  private void draw(Graphics2D graphics, Legend legend) {
    chart().paint(graphics, WIDTH, CHART_HEIGHT);
    graphics.translate(0, CHART_HEIGHT - ChartStyle.LEGEND_OVERLAP);
    legend.paint(graphics);
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(CHART_HEIGHT)
            .xAxisTitle("learning rate, logarithmic")
            .yAxisTitle("cost J")
            .build();
    ChartStyle.apply(chart.getStyler());
    // Logarithms on an even axis: on its own logarithmic axis XChart writes 0.0000001 for 1e-6.
    chart.setCustomXAxisTickLabelsFormatter(power -> Decimals.rounded(Math.pow(10, power), 2));
    chart.getStyler().setYAxisDecimalPattern("0.####");
    double largest = largestShown();
    double smallest = Math.min(Arrays.stream(costs).min().orElseThrow(), smallestSmoothed());
    double margin = MARGIN * Math.max(largest - smallest, 1e-9);
    chart.getStyler().setYAxisMin(smallest - margin).setYAxisMax(largest + margin);
    if (rates.length > 1) {
      double first = Math.log10(rates[0]);
      double last = Math.log10(rates[rates.length - 1]);
      double side = SIDE * (last - first);
      chart.getStyler().setXAxisMin(first - side).setXAxisMax(last + side);
    }
    add(chart, 0, rates, cut(smoothed, largest));
    add(chart, 1, rates, cut(costs, largest));
    if (suggestion.isPresent()) {
      double rate = suggestion.getAsDouble();
      double[] upright = {smallest - margin, largest + margin};
      add(chart, 2, new double[] {rate, rate}, upright);
    }
    return chart;
  }

  private double smallestSmoothed() {
    return Arrays.stream(smoothed).min().orElseThrow();
  }

  private double largestShown() {
    double lowest = smallestSmoothed();
    double before = lowest;
    for (double cost : smoothed) {
      before = Math.max(before, cost);
      if (cost == lowest) {
        break;
      }
    }
    double largest = Math.max(Arrays.stream(costs).max().orElseThrow(), before);
    return Math.min(largest, SHOWN * before);
  }

  private static double[] cut(double[] values, double largest) {
    return Arrays.stream(values).map(value -> Math.min(value, largest)).toArray();
  }

  private void add(XYChart chart, int style, double[] x, double[] y) {
    double[] powers = Arrays.stream(x).map(Math::log10).toArray();
    XYSeries line = chart.addSeries(style + " " + names().get(style), powers, y);
    line.setLineColor(ChartStyle.color(style));
    line.setLineStyle(ChartStyle.stroke(style));
    line.setMarker(ChartStyle.marker(style));
    line.setMarkerColor(ChartStyle.color(style));
  }
}
