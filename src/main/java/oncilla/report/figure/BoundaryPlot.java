package oncilla.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import oncilla.data.Dataset;
import oncilla.report.OutputException;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws what a model predicts in the plane of its two inputs: the region of each label, the
 * boundary between them, and the examples. Darkness tells the regions apart and shape the examples,
 * so that a print in black and white can be read.
 *
 * @param title above the figure
 * @param subtitle accuracies, one line
 * @param map what the model predicts
 * @param examples with two inputs, shown as points
 */
public record BoundaryPlot(String title, String subtitle, DecisionMap map, Dataset examples) {
  /** Pixels across. */
  public static final int WIDTH = 900;

  private static final int LEGEND_HEIGHT = 56;
  private static final double POINT = 9;
  private static final Color POSITIVE_REGION = new Color(178, 203, 229);
  private static final Color NEGATIVE_REGION = new Color(253, 245, 234);
  private static final Color BOUNDARY = new Color(60, 60, 66);
  private static final Color POSITIVE_POINT = new Color(0, 58, 120);
  private static final Color NEGATIVE_POINT = new Color(190, 70, 0);

  /** The plot itself, in pixels of the chart. */
  private record Frame(double left, double top, double right, double bottom) {}

  /**
   * Writes the PNG, whole or not at all.
   *
   * @return why there is no figure, one line to be shown as a warning; empty when it was written
   * @throws OutputException if the file cannot be written
   */
  public Optional<String> write(Path file) {
    Optional<String> noFonts = Fonts.problem();
    if (noFonts.isPresent()) {
      return noFonts.map(why -> file + ": not drawn: " + why);
    }
    // The plot becomes a square once the chart is as much higher as the plot is wider.
    Frame first = frame(chart(WIDTH), WIDTH);
    int height =
        WIDTH + (int) Math.round((first.right() - first.left()) - (first.bottom() - first.top()));
    return new Drawing(title, subtitle, WIDTH, Drawing.HEADER + height + LEGEND_HEIGHT)
        .write(file, graphics -> draw(graphics, height));
  }

  private void draw(Graphics2D graphics, int height) {
    XYChart chart = chart(height);
    Frame frame = frame(chart, height);
    regions(graphics, frame);
    chart.paint(graphics, WIDTH, height);
    Graphics2D inside = (Graphics2D) graphics.create();
    try {
      inside.clip(
          new Rectangle2D.Double(
              frame.left(),
              frame.top(),
              frame.right() - frame.left(),
              frame.bottom() - frame.top()));
      points(inside, frame);
    } finally {
      inside.dispose();
    }
    legend(graphics, height + 8);
  }

  private XYChart chart(int height) {
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(height).xAxisTitle("x1").yAxisTitle("x2").build();
    XYStyler styler = chart.getStyler();
    ChartStyle.apply(styler);
    Color nothing = new Color(255, 255, 255, 0);
    styler.setChartBackgroundColor(nothing).setPlotBackgroundColor(nothing);
    PlaneArea area = map.area();
    styler
        .setPlotGridLinesVisible(false)
        .setXAxisTickMarkSpacingHint(90)
        .setXAxisDecimalPattern("0.######")
        .setYAxisDecimalPattern("0.######")
        .setXAxisMin(area.left())
        .setXAxisMax(area.left() + area.edge())
        .setYAxisMin(area.bottom())
        .setYAxisMax(area.bottom() + area.edge());
    // The points are drawn below, with an outline; this series is there because XChart finds ticks
    // from the data.
    double[] values = coordinates();
    XYSeries unseen = chart.addSeries("points", every(values, 0), every(values, 1));
    unseen.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    unseen.setMarker(SeriesMarkers.NONE);
    return chart;
  }

  /** Both inputs of every example, one example behind the other. */
  private double[] coordinates() {
    double[] values = new double[2 * examples.size()];
    examples.features().copyRows(0, examples.size(), values);
    return values;
  }

  private static double[] every(double[] values, int column) {
    return IntStream.range(0, values.length / 2).mapToDouble(i -> values[2 * i + column]).toArray();
  }

  /** Where the plot lies; XChart knows once it has painted. */
  private Frame frame(XYChart chart, int height) {
    Graphics2D nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      chart.paint(nowhere, WIDTH, height);
    } finally {
      nowhere.dispose();
    }
    PlaneArea area = map.area();
    return new Frame(
        chart.getScreenXFromChart(area.left()),
        chart.getScreenYFromChart(area.bottom() + area.edge()),
        chart.getScreenXFromChart(area.left() + area.edge()),
        chart.getScreenYFromChart(area.bottom()));
  }

  private void regions(Graphics2D graphics, Frame frame) {
    int left = (int) Math.round(frame.left());
    int top = (int) Math.round(frame.top());
    int width = (int) Math.round(frame.right()) - left;
    int height = (int) Math.round(frame.bottom()) - top;
    boolean[][] positive = new boolean[height][width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        positive[y][x] = map.isPositive((x + 0.5) / width, 1 - (y + 0.5) / height);
      }
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        Color color = positive[y][x] ? POSITIVE_REGION : NEGATIVE_REGION;
        image.setRGB(x, y, (isAtBoundary(positive, x, y) ? BOUNDARY : color).getRGB());
      }
    }
    graphics.drawImage(image, left, top, null);
  }

  /** Whether a pixel right of or below this one is on the other side. */
  private static boolean isAtBoundary(boolean[][] positive, int x, int y) {
    boolean here = positive[y][x];
    return x + 1 < positive[y].length && positive[y][x + 1] != here
        || y + 1 < positive.length && positive[y + 1][x] != here;
  }

  private void points(Graphics2D graphics, Frame frame) {
    double[] values = coordinates();
    PlaneArea area = map.area();
    double scaleX = (frame.right() - frame.left()) / area.edge();
    double scaleY = (frame.bottom() - frame.top()) / area.edge();
    for (int i = 0; i < examples.size(); i++) {
      double x = frame.left() + (values[2 * i] - area.left()) * scaleX;
      double y = frame.bottom() - (values[2 * i + 1] - area.bottom()) * scaleY;
      point(graphics, examples.labels()[i] == 1, x, y);
    }
  }

  /** A dark disc for label 1, a light diamond for label 0. */
  private static void point(Graphics2D graphics, boolean positive, double x, double y) {
    if (positive) {
      Ellipse2D disc = new Ellipse2D.Double(x - POINT / 2, y - POINT / 2, POINT, POINT);
      graphics.setColor(POSITIVE_POINT);
      graphics.fill(disc);
      graphics.setColor(Color.WHITE);
      graphics.setStroke(new BasicStroke(0.8f));
      graphics.draw(disc);
      return;
    }
    double half = 0.62 * POINT;
    Path2D diamond = new Path2D.Double();
    diamond.moveTo(x, y - half);
    diamond.lineTo(x + half, y);
    diamond.lineTo(x, y + half);
    diamond.lineTo(x - half, y);
    diamond.closePath();
    graphics.setColor(Color.WHITE);
    graphics.fill(diamond);
    graphics.setColor(NEGATIVE_POINT);
    graphics.setStroke(new BasicStroke(1.7f));
    graphics.draw(diamond);
  }

  private void legend(Graphics2D graphics, int top) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, ChartStyle.LABEL_SIZE);
    String positiveName = examples.classNames().get(1);
    String negativeName = examples.classNames().get(0);
    List<String> texts =
        List.of(
            positiveName, negativeName, "predicted " + positiveName, "predicted " + negativeName);
    int gap = 34;
    int symbol = 30;
    double total = -gap;
    for (String text : texts) {
      total += symbol + ChartStyle.textWidth(font, text) + gap;
    }
    double scale = Math.min(1, (WIDTH - 2.0 * Drawing.MARGIN) / total);
    Graphics2D row = (Graphics2D) graphics.create();
    try {
      row.translate((WIDTH - total * scale) / 2, top);
      row.scale(scale, scale);
      row.setFont(font);
      double x = 0;
      for (int i = 0; i < texts.size(); i++) {
        boolean positive = i % 2 == 0;
        if (i < 2) {
          point(row, positive, x + symbol / 2.0, 14);
        } else {
          swatch(row, positive, x);
        }
        row.setColor(Drawing.INK);
        row.drawString(texts.get(i), (float) x + symbol, 20);
        x += symbol + ChartStyle.textWidth(font, texts.get(i)) + gap;
      }
    } finally {
      row.dispose();
    }
  }

  private static void swatch(Graphics2D graphics, boolean positive, double x) {
    graphics.setColor(positive ? POSITIVE_REGION : NEGATIVE_REGION);
    graphics.fillRect((int) x, 5, 22, 18);
    graphics.setColor(BOUNDARY);
    graphics.setStroke(new BasicStroke(1));
    graphics.drawRect((int) x, 5, 22, 18);
  }
}
