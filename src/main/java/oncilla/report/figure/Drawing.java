package oncilla.report.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import oncilla.io.PngFile;
import oncilla.report.OutputException;

/**
 * A white sheet with a title and a subtitle that a figure is drawn on.
 *
 * @param title at the top
 * @param subtitle below, one line
 * @param width pixels across
 * @param height pixels down
 */
record Drawing(String title, String subtitle, int width, int height) {
  /** Pixels that title and subtitle take at the top. */
  static final int HEADER = 84;

  /** Pixels left free at the edges. */
  static final int MARGIN = 28;

  /** Colour of text. */
  static final Color INK = new Color(35, 35, 40);

  /**
   * Draws {@code body} below the title and writes the PNG, whole or not at all.
   *
   * @param body draws into the area of {@code width × (height − HEADER)} pixels
   * @return why there is no figure, one line to be shown as a warning: on a machine without fonts.
   *     Empty when it was written.
   * @throws OutputException if the file cannot be written
   */
  Optional<String> write(Path file, Consumer<Graphics2D> body) {
    Optional<String> reason = Fonts.problem();
    if (reason.isPresent()) {
      return reason.map(why -> file + ": not drawn: " + why);
    }
    BufferedImage image = draw(body);
    try {
      PngFile.write(file, image);
      return Optional.empty();
    } catch (IOException e) {
      throw OutputException.cannotWrite(file, e);
    }
  }

  private BufferedImage draw(Consumer<Graphics2D> body) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.setColor(INK);
      text(graphics, title, new Font(Font.SANS_SERIF, Font.BOLD, 28), 46);
      text(graphics, subtitle, new Font(Font.SANS_SERIF, Font.PLAIN, 18), 80);
      graphics.translate(0, HEADER);
      body.accept(graphics);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  /** Draws a text centred, and smaller where it would not fit. */
  private void text(Graphics2D graphics, String text, Font font, int baseline) {
    double available = width - 2.0 * MARGIN;
    double needed = graphics.getFontMetrics(font).stringWidth(text);
    Font fitting =
        needed <= available ? font : font.deriveFont((float) (font.getSize() * available / needed));
    graphics.setFont(fitting);
    int left = (width - graphics.getFontMetrics(fitting).stringWidth(text)) / 2;
    graphics.drawString(text, left, baseline);
  }
}
