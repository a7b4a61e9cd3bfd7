package oncilla.report.figure;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** Finds out whether this machine can draw text: a bare container often has no fonts. */
public final class Fonts {
  private Fonts() {}

  /** Why text cannot be drawn, with the remedy; empty if it can. */
  public static Optional<String> problem() {
    Graphics2D graphics = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      FontMetrics metrics = graphics.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
      return metrics.stringWidth("cost") > 0 ? Optional.empty() : Optional.of(remedy("no glyphs"));
    } catch (InternalError | LinkageError | RuntimeException e) {
      return Optional.of(remedy(deepest(e).toString()));
    } finally {
      graphics.dispose();
    }
  }

  private static Throwable deepest(Throwable e) {
    return e.getCause() == null ? e : deepest(e.getCause());
  }

  private static String remedy(String found) {
    return "Java finds no fonts ("
        + found.lines().findFirst().orElse("")
        + "); on Debian: apt-get install fontconfig fonts-dejavu-core";
  }
}
