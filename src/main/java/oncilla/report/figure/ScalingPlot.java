package oncilla.report.figure;

import java.awt.Graphics2D;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import oncilla.report.Curve;
import oncilla.report.OutputException;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;

/**
 * Draws the time for each example against the size, both logarithmic: time that grows as the work
 * does is a level line, and a cliff is a step.
 *
 * @param title above the figure
 * @param subtitle network and device, one line
 * @param curves sizes, and microseconds for each example
 */
public record ScalingPlot(String title, String subtitle, List<Curve> curves) {
  /** Pixels across. */
  public static final int WIDTH = 1200;

  private static final int CHART_HEIGHT = 676;

  /** Of the width, left free at both ends: more than half a marker. */
  private static final double MARGIN = 0.02;

  /** Copies the list. */
  public ScalingPlot {
    curves = List.copyOf(curves);
  }

  /**
   * Writes the PNG, whole or not at all.
   *
   * @return why there is no plot, one line to be shown as a warning; empty when it was written
   * @throws OutputException if the file cannot be written
   */
  public Optional<String> write(Path file) {
    if (curves.isEmpty()) {
      return Optional.of(file + ": not drawn: nothing was measured");
    }
    Optional<String> noFonts = Fonts.problem();
    if (noFonts.isPresent()) {
      return noFonts.map(why -> file + ": not drawn: " + why);
    }
    List<Integer> styles = IntStream.range(0, curves.size()).boxed().toList();
    Legend legend = new Legend(curves.stream().map(Curve::name).toList(), styles, WIDTH);
    return new Drawing(title, subtitle, WIDTH, Drawing.HEADER + CHART_HEIGHT + legend.height())
        .write(file, graphics -> draw(graphics, legend));
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
            .xAxisTitle("batch or width, logarithmic")
            .yAxisTitle("microseconds for each example, logarithmic")
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    chart.getStyler().setXAxisDecimalPattern("#,##0").setYAxisDecimalPattern("#,##0.####");
    double smallest = LinePanel.finite(curves).min().orElseThrow();
    double largest = LinePanel.finite(curves).max().orElseThrow();
    chart.getStyler().setYAxisMin(smallest / 1.4).setYAxisMax(largest * 1.4);
    double first = sizes().min().orElseThrow();
    double last = sizes().max().orElseThrow();
    if (first < last) {
      double margin = Math.pow(last / first, MARGIN);
      chart.getStyler().setXAxisMin(first / margin).setXAxisMax(last * margin);
    }
    for (int i = 0; i < curves.size(); i++) {
      XYSeries line =
          chart.addSeries(
              i + " " + curves.get(i).name(), curves.get(i).iterations(), curves.get(i).values());
      line.setLineColor(ChartStyle.color(i));
      line.setLineStyle(ChartStyle.stroke(i));
      line.setMarker(ChartStyle.marker(i));
      line.setMarkerColor(ChartStyle.color(i));
    }
    return chart;
  }

  private DoubleStream sizes() {
    return curves.stream().flatMapToDouble(curve -> Arrays.stream(curve.iterations()));
  }
}
