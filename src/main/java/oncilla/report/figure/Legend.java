package oncilla.report.figure;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.util.ArrayList;
import java.util.List;

/**
 * The legend of a chart: a piece of each line with its marker, and its name. Entries stand beside
 * one another as long as they fit and go on in the next row.
 *
 * @param names of the lines
 * @param styles for each the index of its colour, dash and marker
 * @param marked for each whether its line has markers
 * @param width pixels across
 */
record Legend(List<String> names, List<Integer> styles, List<Boolean> marked, int width) {
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, ChartStyle.LABEL_SIZE);
  private static final int SAMPLE = 46;
  private static final int SAMPLE_TO_NAME = 10;
  private static final int BETWEEN_ENTRIES = 32;
  private static final int ROW = 30;
  private static final int BELOW = 4;
  private static final String ELLIPSIS = "…";

  /** Copies the lists. */
  Legend {
    names = List.copyOf(names);
    styles = List.copyOf(styles);
    marked = List.copyOf(marked);
  }

  /** Of lines with markers. */
  Legend(List<String> names, List<Integer> styles, int width) {
    this(names, styles, names.stream().map(name -> true).toList(), width);
  }

  /** Pixels that the legend takes down, with the space below it. */
  int height() {
    return ROW * rows().size() + BELOW;
  }

  /** Draws the legend with its top at 0. */
  void paint(Graphics2D graphics) {
    int baseline = 20;
    double widest = rows().stream().mapToDouble(this::rowWidth).max().orElse(0);
    for (List<Integer> row : rows()) {
      double x = (width - widest) / 2;
      for (int entry : row) {
        sample(graphics, entry, x, baseline - 6);
        graphics.setColor(Drawing.INK);
        graphics.setFont(FONT);
        graphics.drawString(
            fitting(names.get(entry)), (float) (x + SAMPLE + SAMPLE_TO_NAME), baseline);
        x += entryWidth(entry) + BETWEEN_ENTRIES;
      }
      baseline += ROW;
    }
  }

  private void sample(Graphics2D graphics, int entry, double x, int y) {
    int style = styles.get(entry);
    Stroke before = graphics.getStroke();
    graphics.setColor(ChartStyle.color(style));
    graphics.setStroke(ChartStyle.stroke(style));
    graphics.drawLine((int) x, y, (int) x + SAMPLE, y);
    graphics.setStroke(before);
    if (marked.get(entry)) {
      ChartStyle.marker(style)
          .paint(graphics, Math.floor(x) + SAMPLE / 2.0, y, ChartStyle.MARKER_SIZE);
    }
  }

  private List<List<Integer>> rows() {
    List<List<Integer>> rows = new ArrayList<>();
    List<Integer> row = new ArrayList<>();
    for (int entry = 0; entry < names.size(); entry++) {
      row.add(entry);
      if (row.size() > 1 && rowWidth(row) > available()) {
        row.remove(row.size() - 1);
        rows.add(row);
        row = new ArrayList<>(List.of(entry));
      }
    }
    rows.add(row);
    return rows;
  }

  private double available() {
    return width - 2.0 * Drawing.MARGIN;
  }

  private double rowWidth(List<Integer> row) {
    return row.stream().mapToDouble(this::entryWidth).sum()
        + (row.size() - 1) * (double) BETWEEN_ENTRIES;
  }

  private double entryWidth(int entry) {
    return SAMPLE + SAMPLE_TO_NAME + ChartStyle.textWidth(FONT, fitting(names.get(entry)));
  }

  /** The name, or as much of it as a row holds. */
  private String fitting(String name) {
    double room = available() - SAMPLE - SAMPLE_TO_NAME;
    String shown = name;
    for (int length = name.length(); ChartStyle.textWidth(FONT, shown) > room; ) {
      length--;
      shown = name.substring(0, length) + ELLIPSIS;
    }
    return shown;
  }
}
