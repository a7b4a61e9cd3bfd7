package oncilla.report.figure;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import oncilla.report.Curve;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One chart of lines over iterations. The legend stands below, where it covers nothing.
 *
 * @param quantity what the vertical axis shows, with its unit if it has one
 * @param kind how the vertical axis is scaled
 * @param curves at least one, with at least one finite value
 * @param styles for each curve the index of its colour, dash and marker
 * @param legend whether there is a legend
 */
record LinePanel(
    String quantity, Kind kind, List<Curve> curves, List<Integer> styles, boolean legend) {
  /** The quantity that a chart shows. */
  enum Kind {
    /** Zero and up; logarithmic where values span more than a factor of 50. */
    COST,
    /** A share, up to 1. */
    ACCURACY
  }

  /** Where the plot itself lies between the left and right edge of its chart, in pixels. */
  record Span(double left, double right) {}

  private static final double LOGARITHMIC_FROM = 50;
  private static final int MOST_MARKED_POINTS = 40;
  private static final int MARKERS_OF_LONG_CURVES = 20;

  /** Copies the lists. */
  LinePanel {
    curves = List.copyOf(curves);
    styles = List.copyOf(styles);
  }

  /** Values that can be drawn. */
  static DoubleStream finite(List<Curve> curves) {
    return curves.stream().flatMapToDouble(c -> Arrays.stream(c.values())).filter(Double::isFinite);
  }

  /** Pixels of a chart of {@code plotHeight} with its legend. */
  int height(int width, int plotHeight) {
    return plotHeight + (legend ? legend(width).height() : 0);
  }

  /** Where the plot would lie in a chart of this size. */
  Span span(int width, int height) {
    XYChart chart = chart(width, height);
    BufferedImage nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = nowhere.createGraphics();
    try {
      chart.paint(graphics, width, height);
    } finally {
      graphics.dispose();
    }
    return new Span(
        chart.getScreenXFromChart(chart.getStyler().getXAxisMin()),
        width - chart.getScreenXFromChart(chart.getStyler().getXAxisMax()));
  }

  /** Draws the chart into an area of this size, and the legend below it. */
  void paint(Graphics2D graphics, int width, int plotHeight) {
    chart(width, plotHeight).paint(graphics, width, plotHeight);
    if (legend) {
      graphics.translate(0, plotHeight - ChartStyle.LEGEND_OVERLAP);
      legend(width).paint(graphics);
      graphics.translate(0, ChartStyle.LEGEND_OVERLAP - plotHeight);
    }
  }

  private Legend legend(int width) {
    return new Legend(curves.stream().map(Curve::name).toList(), styles, width);
  }

  private XYChart chart(int width, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .xAxisTitle("iteration")
            .yAxisTitle(isLogarithmic() ? quantity + ", logarithmic" : quantity)
            .build();
    XYStyler styler = chart.getStyler();
    ChartStyle.apply(styler);
    styler.setXAxisDecimalPattern("#,##0").setYAxisDecimalPattern("0.######");
    horizontalLimits(styler);
    if (kind == Kind.COST) {
      costLimits(styler);
    } else {
      accuracyLimits(styler);
    }
    for (int i = 0; i < curves.size(); i++) {
      add(chart, curves.get(i), i);
    }
    return chart;
  }

  private void horizontalLimits(XYStyler styler) {
    double first = iterations().min().orElseThrow();
    double last = iterations().max().orElseThrow();
    // Uneven margins on purpose: XChart puts ticks on the data's own grid, such as every 1,900,
    // where limits and data are evenly spaced, and on round numbers where they are not.
    double range = Math.max(last - first, 1);
    styler.setXAxisMin(first - 0.0173 * range);
    styler.setXAxisMax(last + 0.0219 * range);
  }

  private boolean isLogarithmic() {
    double smallest = finite(curves).min().orElseThrow();
    double largest = finite(curves).max().orElseThrow();
    return kind == Kind.COST && smallest > 0 && largest / smallest > LOGARITHMIC_FROM;
  }

  private void costLimits(XYStyler styler) {
    double smallest = finite(curves).min().orElseThrow();
    double largest = finite(curves).max().orElseThrow();
    if (isLogarithmic()) {
      styler.setYAxisLogarithmic(true);
      styler.setYAxisMin(smallest / 1.4);
      styler.setYAxisMax(largest * 1.4);
    } else {
      // From just below zero, so that the height of the curve is the size of the cost.
      styler.setYAxisMin(Math.min(-0.025 * Math.abs(largest), 1.06 * smallest));
      styler.setYAxisMax(largest > 0 ? 1.06 * largest : 1);
    }
  }

  private void accuracyLimits(XYStyler styler) {
    double smallest = finite(curves).min().orElseThrow();
    double range = Math.max(1 - smallest, 0.02);
    styler.setYAxisMin(Math.max(-0.02, smallest - 0.083 * range));
    styler.setYAxisMax(1 + 0.061 * range);
  }

  private void add(XYChart chart, Curve curve, int index) {
    double[] values =
        Arrays.stream(curve.values())
            .map(value -> Double.isFinite(value) ? value : Double.NaN)
            .toArray();
    String name = index + " " + curve.name();
    int style = styles.get(index);
    XYSeries line = chart.addSeries(name, curve.iterations(), values);
    line.setLineColor(ChartStyle.color(style));
    line.setLineStyle(ChartStyle.stroke(style));
    line.setMarkerColor(ChartStyle.color(style));
    if (values.length <= MOST_MARKED_POINTS) {
      line.setMarker(ChartStyle.marker(style));
      return;
    }
    // A marker at every point would hide the line, and none would leave lines that run together
    // without a difference in black and white: some points are marked.
    line.setMarker(SeriesMarkers.NONE);
    int[] marked = marked(values, index);
    XYSeries markers =
        chart.addSeries(
            name + " markers",
            Arrays.stream(marked).mapToDouble(i -> curve.iterations()[i]).toArray(),
            Arrays.stream(marked).mapToDouble(i -> values[i]).toArray());
    markers.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    markers.setMarker(ChartStyle.marker(style));
    markers.setMarkerColor(ChartStyle.color(style));
  }

  /** Indices of the points that get a marker, not at the same places for every curve. */
  private int[] marked(double[] values, int index) {
    double distance = (double) values.length / MARKERS_OF_LONG_CURVES;
    double shift = distance * index / curves.size();
    int[] finite =
        IntStream.range(0, MARKERS_OF_LONG_CURVES)
            .map(k -> (int) (k * distance + shift))
            .filter(i -> i < values.length && Double.isFinite(values[i]))
            .toArray();
    return finite.length > 0
        ? finite
        : IntStream.range(0, values.length)
            .filter(i -> Double.isFinite(values[i]))
            .limit(1)
            .toArray();
  }

  private DoubleStream iterations() {
    return curves.stream().flatMapToDouble(curve -> Arrays.stream(curve.iterations()));
  }
}
