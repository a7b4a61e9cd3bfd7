package oncilla.report.figure;

import java.awt.Font;
import java.awt.Graphics2D;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import oncilla.report.OutputException;
import oncilla.train.metric.UnitPoint;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines in the unit square: shares over shares.
 *
 * @param title above the figure
 * @param subtitle model, data and device, one line
 * @param across what the horizontal axis shows
 * @param up what the vertical axis shows
 * @param lines at least one
 */
record SquarePlot(String title, String subtitle, String across, String up, List<Line> lines) {
  /**
   * One line.
   *
   * @param name for the legend
   * @param points of the line, at least one
   * @param marks what stands beside each point, with a marker; empty for a line without markers
   */
  record Line(String name, List<UnitPoint> points, List<String> marks) {
    /** Copies the lists. */
    Line {
      points = List.copyOf(points);
      marks = List.copyOf(marks);
    }

    /** A line without markers. */
    Line(String name, List<UnitPoint> points) {
      this(name, points, List.of());
    }
  }

  private static final int WIDTH = 800;
  private static final int HEIGHT = 760;

  /** Room beyond 0 and 1, so that a line along an edge is seen. */
  private static final double BEYOND = 0.0213;

  /** Copies the list. */
  SquarePlot {
    lines = List.copyOf(lines);
  }

  /**
   * Writes the PNG, whole or not at all.
   *
   * @return why there is none, on a machine without fonts
   * @throws OutputException if the file cannot be written
   */
  Optional<String> write(Path file) {
    Legend legend =
        new Legend(
            lines.stream().map(Line::name).toList(),
            IntStream.range(0, lines.size()).boxed().toList(),
            lines.stream().map(line -> !line.marks().isEmpty()).toList(),
            WIDTH);
    Optional<String> noFonts = Fonts.problem();
    if (noFonts.isPresent()) {
      return noFonts.map(why -> file + ": not drawn: " + why);
    }
    return new Drawing(title, subtitle, WIDTH, Drawing.HEADER + HEIGHT + legend.height())
        .write(
            file,
            graphics -> {
              XYChart chart = chart();
              chart.paint(graphics, WIDTH, HEIGHT);
              mark(graphics, chart);
              graphics.translate(0, HEIGHT - ChartStyle.LEGEND_OVERLAP);
              legend.paint(graphics);
            });
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle(across).yAxisTitle(up).build();
    XYStyler styler = chart.getStyler();
    ChartStyle.apply(styler);
    styler.setXAxisDecimalPattern("0.##").setYAxisDecimalPattern("0.##");
    styler.setXAxisMin(-BEYOND);
    styler.setXAxisMax(1 + BEYOND);
    styler.setYAxisMin(-BEYOND);
    styler.setYAxisMax(1 + BEYOND);
    for (int i = 0; i < lines.size(); i++) {
      add(chart, lines.get(i), i);
    }
    return chart;
  }

  private static void add(XYChart chart, Line line, int style) {
    XYSeries series =
        chart.addSeries(
            style + " " + line.name(),
            line.points().stream().mapToDouble(UnitPoint::x).toArray(),
            line.points().stream().mapToDouble(UnitPoint::y).toArray());
    series.setLineColor(ChartStyle.color(style));
    series.setLineStyle(ChartStyle.stroke(style));
    series.setMarkerColor(ChartStyle.color(style));
    series.setMarker(line.marks().isEmpty() ? SeriesMarkers.NONE : ChartStyle.marker(style));
  }

  /** Beside its point, on the side where there is room. */
  private void mark(Graphics2D graphics, XYChart chart) {
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, ChartStyle.LABEL_SIZE - 3));
    graphics.setColor(Drawing.INK);
    for (Line line : lines) {
      for (int i = 0; i < line.marks().size(); i++) {
        UnitPoint point = line.points().get(i);
        int width = graphics.getFontMetrics().stringWidth(line.marks().get(i));
        double x = chart.getScreenXFromChart(point.x()) + (point.x() > 0.85 ? -width - 10 : 10);
        double y = chart.getScreenYFromChart(point.y()) + (point.y() < 0.1 ? -8 : 18);
        graphics.drawString(line.marks().get(i), (float) x, (float) y);
      }
    }
  }
}
