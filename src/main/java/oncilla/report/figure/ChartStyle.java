package oncilla.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.Locale;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The look of every chart: colours, dashes, markers and fonts. Lines differ in dash and marker as
 * well as in colour, so that a print in black and white can be read.
 */
final class ChartStyle {
  /** Size of numbers at the axes and of the legend, in points. */
  static final int LABEL_SIZE = 17;

  /** Size of markers, in pixels. */
  static final int MARKER_SIZE = 8;

  /** Pixels of a chart's lower margin that its legend uses. */
  static final int LEGEND_OVERLAP = 10;

  private static final Color[] COLORS = {
    new Color(0, 72, 140),
    new Color(200, 80, 0),
    new Color(0, 120, 90),
    new Color(140, 40, 120),
    new Color(90, 90, 90),
    new Color(150, 110, 0),
    new Color(0, 130, 170),
  };
  private static final float[][] DASHES = {null, {9, 6}, {2, 5}, {12, 5, 2, 5}, {20, 6}};
  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.CROSS,
    SeriesMarkers.TRIANGLE_DOWN,
    SeriesMarkers.PLUS,
  };

  private ChartStyle() {}

  /** Sets fonts, colours and spaces. */
  static void apply(AxesChartStyler styler) {
    Font labels = new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_SIZE);
    styler
        .setChartTitleVisible(false)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderColor(new Color(120, 120, 125))
        .setChartFontColor(Drawing.INK)
        .setChartPadding(Drawing.MARGIN)
        .setLegendVisible(false)
        .setPlotContentSize(1)
        .setMarkerSize(MARKER_SIZE)
        .setAntiAlias(true)
        .setLocale(Locale.ROOT);
    styler
        .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 20))
        .setAxisTitlePadding(14)
        .setAxisTickLabelsFont(labels)
        .setPlotGridLinesColor(new Color(222, 222, 226))
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setXAxisTickMarkSpacingHint(150)
        .setYAxisTickMarkSpacingHint(64)
        .setPlotMargin(0)
        .setAxisTicksLineVisible(false)
        .setAxisTickMarkLength(6)
        .setYAxisLabelAlignment(TextAlignment.Right);
  }

  /** Pixels that a text takes. */
  static double textWidth(Font font, String text) {
    return font.getStringBounds(text, new FontRenderContext(null, true, true)).getWidth();
  }

  /** Colour of the line with this index. */
  static Color color(int index) {
    return COLORS[index % COLORS.length];
  }

  /** Marker of the line with this index. */
  static Marker marker(int index) {
    return MARKERS[index % MARKERS.length];
  }

  /** Dash of the line with this index. There are five, and seven markers: so 35 lines differ. */
  static BasicStroke stroke(int index) {
    float[] dash = DASHES[index % DASHES.length];
    return new BasicStroke(2.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
  }
}
