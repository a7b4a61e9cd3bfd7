package oncilla.report.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import oncilla.report.OutputException;

/**
 * Small pictures in rows of five, each with two lines of text below it.
 *
 * @param title above the pictures
 * @param subtitle one line below the title
 * @param pictures at least one
 */
public record ContactSheet(String title, String subtitle, List<Picture> pictures) {
  /**
   * A picture with what is written below it.
   *
   * @param image in sRGB
   * @param first line of text
   * @param second line of text
   */
  public record Picture(BufferedImage image, String first, String second) {}

  /** Most pictures on a sheet. */
  public static final int MOST = 25;

  private static final int ACROSS = 5;
  private static final int EDGE = 192;
  private static final int GAP = 24;
  private static final int TEXT = 56;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

  /** Copies the list. */
  public ContactSheet {
    pictures = List.copyOf(pictures);
    if (pictures.isEmpty() || pictures.size() > MOST) {
      throw new IllegalArgumentException(pictures.size() + " pictures, expected 1 to " + MOST);
    }
  }

  /**
   * Writes the PNG, whole or not at all.
   *
   * @return why there is none, on a machine without fonts
   * @throws OutputException if the file cannot be written
   */
  public Optional<String> write(Path file) {
    int rows = (pictures.size() + ACROSS - 1) / ACROSS;
    return new Drawing(
            title,
            subtitle,
            GAP + ACROSS * (EDGE + GAP),
            Drawing.HEADER + GAP + rows * (EDGE + TEXT) + GAP / 2)
        .write(file, this::draw);
  }

  private void draw(Graphics2D graphics) {
    graphics.setFont(FONT);
    for (int i = 0; i < pictures.size(); i++) {
      int x = GAP + i % ACROSS * (EDGE + GAP);
      int y = GAP + i / ACROSS * (EDGE + TEXT);
      draw(graphics, pictures.get(i).image(), x, y);
      graphics.setColor(Drawing.INK);
      graphics.drawString(fitting(graphics, pictures.get(i).first()), x, y + EDGE + 19);
      graphics.drawString(fitting(graphics, pictures.get(i).second()), x, y + EDGE + 39);
    }
  }

  /** As large as it fits, in the middle; small pictures keep the edges of their pixels. */
  private static void draw(Graphics2D graphics, BufferedImage image, int x, int y) {
    double scale = Math.min((double) EDGE / image.getWidth(), (double) EDGE / image.getHeight());
    int width = Math.max(1, (int) Math.round(scale * image.getWidth()));
    int height = Math.max(1, (int) Math.round(scale * image.getHeight()));
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        scale > 1
            ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
            : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.setColor(new Color(238, 238, 240));
    graphics.fillRect(x, y, EDGE, EDGE);
    graphics.drawImage(image, x + (EDGE - width) / 2, y + (EDGE - height) / 2, width, height, null);
  }

  /** The text, or as much of its end as there is room for: names of files differ there. */
  private static String fitting(Graphics2D graphics, String text) {
    FontMetrics metrics = graphics.getFontMetrics();
    String shown = text;
    for (int from = 1; metrics.stringWidth(shown) > EDGE && from < text.length(); from++) {
      shown = "…" + text.substring(from);
    }
    return shown;
  }
}
