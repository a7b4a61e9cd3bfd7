package oncilla.report.figure;

import java.awt.Graphics2D;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import oncilla.report.Curve;
import oncilla.report.OutputException;
import oncilla.report.figure.LinePanel.Kind;
import oncilla.report.figure.LinePanel.Span;

/**
 * Draws costs against iterations, and accuracies below them where there are some. Lines differ in
 * dash and marker as well as in colour, so that a print in black and white can be read; the axis of
 * the cost is logarithmic where costs span more than a factor of 50.
 *
 * @param title above the figure
 * @param subtitle model, data and device, one line
 * @param costs at least one
 * @param accuracyTitle what the accuracies are measured on
 * @param accuracies none, or those of the same run; a curve with the name of a cost curve looks
 *     like it
 */
public record CostPlot(
    String title,
    String subtitle,
    List<Curve> costs,
    String accuracyTitle,
    List<Curve> accuracies) {
  /** Pixels across. */
  public static final int WIDTH = 1200;

  /** Pixels down, without accuracies and without a legend. */
  public static final int HEIGHT = 760;

  /** Pixels that accuracies add. */
  public static final int ACCURACY_HEIGHT = 400;

  /** Copies the lists. */
  public CostPlot {
    costs = List.copyOf(costs);
    accuracies = List.copyOf(accuracies);
    if (costs.isEmpty()) {
      throw new IllegalArgumentException("a plot needs a curve");
    }
  }

  /** A plot of costs alone. */
  public CostPlot(String title, String subtitle, List<Curve> costs) {
    this(title, subtitle, costs, "accuracy", List.of());
  }

  /**
   * Writes the PNG, whole or not at all.
   *
   * @return why there is no plot, one line to be shown as a warning: on a machine without fonts, or
   *     where no cost is finite. Empty when it was written.
   * @throws OutputException if the file cannot be written
   */
  public Optional<String> write(Path file) {
    if (LinePanel.finite(costs).findAny().isEmpty()) {
      return Optional.of(file + ": not drawn: no cost is finite");
    }
    Optional<String> noFonts = Fonts.problem();
    if (noFonts.isPresent()) {
      return noFonts.map(why -> file + ": not drawn: " + why);
    }
    List<LinePanel> panels = panels();
    int height = Drawing.HEADER;
    for (LinePanel panel : panels) {
      height += panel.height(WIDTH, plotHeight(panel));
    }
    return new Drawing(title, subtitle, WIDTH, height)
        .write(file, graphics -> draw(graphics, panels));
  }

  private static int plotHeight(LinePanel panel) {
    return panel.kind() == Kind.COST ? HEIGHT - Drawing.HEADER : ACCURACY_HEIGHT;
  }

  private List<LinePanel> panels() {
    List<Integer> costStyles = IntStream.range(0, costs.size()).boxed().toList();
    LinePanel cost = new LinePanel("cost J", Kind.COST, costs, costStyles, costs.size() > 1);
    if (LinePanel.finite(accuracies).findAny().isEmpty()) {
      return List.of(cost);
    }
    List<String> names = costs.stream().map(Curve::name).toList();
    List<Integer> styles = new ArrayList<>();
    for (int i = 0; i < accuracies.size(); i++) {
      int same = names.indexOf(accuracies.get(i).name());
      styles.add(same >= 0 ? same : i);
    }
    boolean explained =
        accuracies.stream().map(Curve::name).allMatch(names::contains) && costs.size() > 1;
    return List.of(
        cost, new LinePanel(accuracyTitle, Kind.ACCURACY, accuracies, styles, !explained));
  }

  /** Draws the panels below one another, so that the same iteration is at the same place in all. */
  private static void draw(Graphics2D graphics, List<LinePanel> panels) {
    List<Span> spans = panels.stream().map(panel -> panel.span(WIDTH, plotHeight(panel))).toList();
    double left = spans.stream().mapToDouble(Span::left).max().orElseThrow();
    double right = spans.stream().mapToDouble(Span::right).max().orElseThrow();
    for (int i = 0; i < panels.size(); i++) {
      LinePanel panel = panels.get(i);
      int indent = (int) Math.round(left - spans.get(i).left());
      int width = WIDTH - indent - (int) Math.round(right - spans.get(i).right());
      Graphics2D area = (Graphics2D) graphics.create();
      try {
        area.translate(indent, 0);
        panel.paint(area, width, plotHeight(panel));
      } finally {
        area.dispose();
      }
      graphics.translate(0, panel.height(WIDTH, plotHeight(panel)));
    }
  }
}
