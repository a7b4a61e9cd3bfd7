package oncilla.report.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oncilla.data.Listed;
import oncilla.report.OutputException;
import oncilla.train.metric.Confusion;

/**
 * What examples are called, by what they are: four fields, the darker the larger the share of their
 * row.
 *
 * @param title above the figure
 * @param subtitle model, data and device, one line
 * @param confusion the counts
 * @param classNames of label 0 and label 1
 */
record ConfusionPlot(String title, String subtitle, Confusion confusion, List<String> classNames) {
  private static final int WIDTH = 800;
  private static final int FIELD = 260;
  private static final int LEFT = 240;
  private static final int TOP = 90;
  private static final Font NAMES = new Font(Font.SANS_SERIF, Font.PLAIN, ChartStyle.LABEL_SIZE);
  private static final Font COUNTS = new Font(Font.SANS_SERIF, Font.BOLD, 40);

  /**
   * Writes the PNG, whole or not at all.
   *
   * @return why there is none, on a machine without fonts
   * @throws OutputException if the file cannot be written
   */
  Optional<String> write(Path file) {
    return new Drawing(title, subtitle, WIDTH, Drawing.HEADER + TOP + 2 * FIELD + Drawing.MARGIN)
        .write(file, this::draw);
  }

  private void draw(Graphics2D graphics) {
    List<List<Long>> counts = confusion.toLists();
    centred(graphics, NAMES, "called", LEFT + FIELD, 36);
    for (int label = 0; label < 2; label++) {
      centred(graphics, NAMES, name(label), LEFT + label * FIELD + FIELD / 2, TOP - 16);
      centred(graphics, NAMES, "is " + name(label), LEFT / 2, TOP + label * FIELD + FIELD / 2);
      long row = counts.get(label).get(0) + counts.get(label).get(1);
      for (int called = 0; called < 2; called++) {
        field(
            graphics,
            counts.get(label).get(called),
            row,
            LEFT + called * FIELD,
            TOP + label * FIELD,
            called == label);
      }
    }
  }

  private static void field(
      Graphics2D graphics, long count, long row, int x, int y, boolean right) {
    double share = row == 0 ? 0 : (double) count / row;
    graphics.setColor(shade(ChartStyle.color(right ? 0 : 1), share));
    graphics.fillRect(x + 2, y + 2, FIELD - 4, FIELD - 4);
    graphics.setColor(share > 0.55 ? Color.WHITE : Drawing.INK);
    middle(graphics, COUNTS, Long.toString(count), x + FIELD / 2, y + FIELD / 2 + 6);
    String percent = row == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    middle(graphics, NAMES, percent, x + FIELD / 2, y + FIELD / 2 + 40);
  }

  private static Color shade(Color full, double share) {
    double part = 0.08 + 0.92 * share;
    return new Color(
        (int) Math.round(255 - part * (255 - full.getRed())),
        (int) Math.round(255 - part * (255 - full.getGreen())),
        (int) Math.round(255 - part * (255 - full.getBlue())));
  }

  private static void centred(Graphics2D graphics, Font font, String text, int x, int baseline) {
    graphics.setColor(Drawing.INK);
    middle(graphics, font, text, x, baseline);
  }

  private static void middle(Graphics2D graphics, Font font, String text, int x, int baseline) {
    graphics.setFont(font);
    graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, baseline);
  }

  /** As much of a name as there is room for. */
  private String name(int label) {
    String name = Listed.className(classNames.get(label));
    return name.length() <= 18 ? name : name.substring(0, 17) + "…";
  }
}
