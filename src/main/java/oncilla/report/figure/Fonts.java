package oncilla.report.figure;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds out whether this machine can draw text: a bare container often has no fonts. */
public final class Fonts {
  private Fonts() {}

  /**
   * Loads fonts on another thread, which takes a quarter of a second where there are many: for a
   * program that draws later and computes now. Nothing depends on whether it has ended.
   */
  public static void loadAhead() {
    CompletableFuture.runAsync(Fonts::problem);
  }

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
