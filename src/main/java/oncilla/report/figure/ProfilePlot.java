package oncilla.report.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oncilla.report.OutputException;

/**
 * Times as bars below one another, each with the part of it that could not be saved in a darker
 * colour.
 *
 * @param title above the figure
 * @param subtitle one line below the title
 * @param legend what the darker part is
 * @param bars at least one
 */
public record ProfilePlot(String title, String subtitle, String legend, List<Bar> bars) {
  /**
   * A time.
   *
   * @param name to its left
   * @param seconds how long it is
   * @param leastSeconds how long its darker part is; no longer than the bar is drawn
   */
  public record Bar(String name, double seconds, double leastSeconds) {}

  private static final int WIDTH = 1200;
  private static final int LEFT = 330;
  private static final int RIGHT = 130;
  private static final int ROW = 30;
  private static final int TOP = 44;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

  /** Copies the list. */
  public ProfilePlot {
    bars = List.copyOf(bars);
    if (bars.isEmpty()) {
      throw new IllegalArgumentException("a plot needs a bar");
    }
  }

  /**
   * Writes the PNG, whole or not at all.
   *
   * @return why there is none, on a machine without fonts
   * @throws OutputException if the file cannot be written
   */
  public Optional<String> write(Path file) {
    return new Drawing(
            title, subtitle, WIDTH, Drawing.HEADER + TOP + bars.size() * ROW + Drawing.MARGIN)
        .write(file, this::draw);
  }

  private void draw(Graphics2D graphics) {
    double longest = bars.stream().mapToDouble(Bar::seconds).max().orElseThrow();
    Color dark = ChartStyle.color(0);
    graphics.setFont(FONT);
    graphics.setColor(dark);
    graphics.fillRect(LEFT, 12, ROW / 2, ROW / 2);
    graphics.setColor(Drawing.INK);
    graphics.drawString(legend, LEFT + ROW, 25);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int y = TOP + i * ROW;
      int length = pixels(bar.seconds(), longest);
      int least = Math.min(length, pixels(bar.leastSeconds(), longest));
      graphics.setColor(new Color(dark.getRed(), dark.getGreen(), dark.getBlue(), 70));
      graphics.fillRect(LEFT, y, length, ROW - 8);
      graphics.setColor(dark);
      graphics.fillRect(LEFT, y, least, ROW - 8);
      graphics.setColor(Drawing.INK);
      int nameWidth = graphics.getFontMetrics().stringWidth(bar.name());
      graphics.drawString(bar.name(), LEFT - 12 - nameWidth, y + 16);
      graphics.drawString(inUnit(bar.seconds(), longest), LEFT + length + 8, y + 16);
    }
  }

  /** In microseconds, or in milliseconds where the longest is long; the same unit in all bars. */
  private static String inUnit(double seconds, double longest) {
    return longest < 0.01
        ? String.format(Locale.ROOT, "%.1f us", 1e6 * seconds)
        : String.format(Locale.ROOT, "%.3f ms", 1e3 * seconds);
  }

  private static int pixels(double seconds, double longest) {
    return longest > 0 ? (int) Math.round((WIDTH - LEFT - RIGHT) * seconds / longest) : 0;
  }
}
