package oncilla.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import oncilla.io.AtomicFile;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Costs against iterations as a PNG for a report. Lines differ in dash and marker as well as in
 * colour, so that a print in black and white can be read; the axis of the cost is logarithmic where
 * costs span more than a factor of {@value #LOGARITHMIC_FROM}.
 *
 * @param title what was trained
 * @param subtitle on what and how, one line
 * @param curves at least one
 */
public record CostPlot(String title, String subtitle, List<CostCurve> curves) {
  /** Pixels across. */
  public static final int WIDTH = 1200;

  /** Pixels down. */
  public static final int HEIGHT = 760;

  private static final double LOGARITHMIC_FROM = 50;
  private static final int HEADER = 84;
  private static final int MARGIN = 28;
  private static final int MOST_MARKED_POINTS = 40;
  private static final Color INK = new Color(35, 35, 40);
  private static final Color[] COLORS = {
    new Color(0, 72, 140),
    new Color(200, 80, 0),
    new Color(0, 120, 90),
    new Color(140, 40, 120),
    new Color(90, 90, 90),
  };
  private static final float[][] DASHES = {null, {9, 6}, {2, 5}, {12, 5, 2, 5}, {20, 6}};
  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.CROSS,
  };

  /** Copies the list. */
  public CostPlot {
    curves = List.copyOf(curves);
    if (curves.isEmpty()) {
      throw new IllegalArgumentException("a plot needs a curve");
    }
  }

  /**
   * Writes the PNG, whole or not at all.
   *
   * @return why there is no plot, one line to be shown as a warning: on a machine without fonts, or
   *     where no cost is finite. Empty when it was written.
   * @throws OutputException if the file cannot be written
   */
  public Optional<String> write(Path file) {
    Optional<String> reason =
        finite().findAny().isEmpty() ? Optional.of("no cost is finite") : Fonts.problem();
    if (reason.isPresent()) {
      return reason.map(why -> file + ": not drawn: " + why);
    }
    BufferedImage image = draw();
    try {
      AtomicFile.write(
          file,
          out -> {
            if (!ImageIO.write(image, "png", out)) {
              throw new IOException("this Java has no writer for PNG");
            }
          });
      return Optional.empty();
    } catch (IOException e) {
      throw new OutputException(file + ": cannot be written: " + Reasons.of(e), e);
    }
  }

  private BufferedImage draw() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, WIDTH, HEIGHT);
      graphics.setColor(INK);
      text(graphics, title, new Font(Font.SANS_SERIF, Font.BOLD, 28), 46);
      text(graphics, subtitle, new Font(Font.SANS_SERIF, Font.PLAIN, 18), 80);
      graphics.translate(0, HEADER);
      chart().paint(graphics, WIDTH, HEIGHT - HEADER);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  /** Centred, and smaller where it would not fit. */
  private static void text(Graphics2D graphics, String text, Font font, int baseline) {
    double available = WIDTH - 2.0 * MARGIN;
    double width = graphics.getFontMetrics(font).stringWidth(text);
    Font fitting =
        width <= available ? font : font.deriveFont((float) (font.getSize() * available / width));
    graphics.setFont(fitting);
    int left = (WIDTH - graphics.getFontMetrics(fitting).stringWidth(text)) / 2;
    graphics.drawString(text, left, baseline);
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT - HEADER)
            .xAxisTitle("iteration")
            .yAxisTitle("cost J")
            .build();
    style(chart.getStyler());
    for (int i = 0; i < curves.size(); i++) {
      add(chart, curves.get(i), i);
    }
    return chart;
  }

  private void style(XYStyler styler) {
    Font labels = new Font(Font.SANS_SERIF, Font.PLAIN, 17);
    styler
        .setChartTitleVisible(false)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderColor(new Color(120, 120, 125))
        .setChartFontColor(INK)
        .setChartPadding(MARGIN)
        .setLegendVisible(curves.size() > 1)
        .setLegendPosition(LegendPosition.InsideNE)
        .setLegendFont(labels)
        .setLegendBorderColor(new Color(160, 160, 165))
        .setLegendPadding(12)
        .setLegendSeriesLineLength(44)
        .setMarkerSize(8)
        .setPlotContentSize(1)
        .setAntiAlias(true);
    styler
        .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 20))
        .setAxisTitlePadding(14)
        .setAxisTickLabelsFont(labels)
        .setPlotGridLinesColor(new Color(222, 222, 226))
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setXAxisTickMarkSpacingHint(150)
        .setYAxisTickMarkSpacingHint(60)
        .setLocale(Locale.ROOT)
        .setPlotMargin(0)
        .setAxisTicksLineVisible(false)
        .setAxisTickMarkLength(6)
        .setYAxisLabelAlignment(TextAlignment.Right)
        .setXAxisDecimalPattern("#,##0");
    limits(styler);
  }

  private void limits(XYStyler styler) {
    double smallest = finite().min().orElseThrow();
    double largest = finite().max().orElseThrow();
    if (smallest > 0 && largest / smallest > LOGARITHMIC_FROM) {
      styler.setYAxisLogarithmic(true);
      styler.setYAxisMin(smallest / 1.4);
      styler.setYAxisMax(largest * 1.4);
    } else {
      // From just below zero, so that the height of the curve is the size of the cost.
      styler.setYAxisMin(Math.min(-0.025 * Math.abs(largest), 1.06 * smallest));
      styler.setYAxisMax(largest > 0 ? 1.06 * largest : 1);
    }
    double first = iterations().min().orElseThrow();
    double last = iterations().max().orElseThrow();
    // Uneven margins on purpose: XChart puts ticks on the data's own grid, such as every 1,900,
    // where limits and data are evenly spaced, and on round numbers where they are not.
    double range = Math.max(last - first, 1);
    styler.setXAxisMin(first - 0.0173 * range);
    styler.setXAxisMax(last + 0.0219 * range);
  }

  private static void add(XYChart chart, CostCurve curve, int index) {
    XYSeries series =
        chart.addSeries(
            (index + 1) + " " + curve.name(),
            curve.iterations(),
            Arrays.stream(curve.costs())
                .map(cost -> Double.isFinite(cost) ? cost : Double.NaN)
                .toArray());
    series.setLabel(curve.name());
    series.setLineColor(COLORS[index % COLORS.length]);
    series.setMarkerColor(COLORS[index % COLORS.length]);
    series.setLineStyle(
        new BasicStroke(
            2.6f,
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_ROUND,
            1,
            DASHES[index % DASHES.length],
            0));
    series.setMarker(
        curve.costs().length <= MOST_MARKED_POINTS
            ? MARKERS[index % MARKERS.length]
            : SeriesMarkers.NONE);
  }

  private DoubleStream iterations() {
    return curves.stream().flatMapToDouble(curve -> Arrays.stream(curve.iterations()));
  }

  private DoubleStream finite() {
    return curves.stream().flatMapToDouble(c -> Arrays.stream(c.costs())).filter(Double::isFinite);
  }
}
