package oncilla.data.table;

import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.Notices;
import oncilla.data.TableOptions;
import oncilla.data.Trouble;

/** Whether the numbers of a table look like pixels that nobody divided, or that somebody has. */
public final class TableScale {
  private static final double WHITE = 255;

  /** Whole numbers up to 255 are pixels if one of them is at least this. */
  private static final double BRIGHT = 128;

  /** A table of real numbers up to 255 is of pixels only if it is as wide as a small picture. */
  private static final int PICTURE = 64;

  private TableScale() {}

  /**
   * Warns of numbers that will hardly train as they are.
   *
   * @param where the table, for messages
   * @param bytes whether the file stores unsigned bytes
   */
  public static void look(
      String where,
      double[] values,
      int columns,
      boolean bytes,
      TableOptions options,
      Notices notices) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    boolean whole = true;
    for (double value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
      whole &= value == Math.rint(value);
    }
    if (options.divide().isPresent()) {
      double by = options.divide().getAsDouble();
      if (by >= BRIGHT && most <= 1) {
        notices.warn(
            new Trouble(
                Trouble.Kind.DIVIDED_BEFORE,
                where,
                Message.of(
                    "%s: no number is above 1, and they are divided by %s ("
                        .formatted(where, LabelValues.text(by)),
                    Setting.DIVIDE,
                    ")")));
      }
      return;
    }
    boolean pixels =
        least >= 0
            && most <= WHITE
            && (bytes ? most > 1 : most >= BRIGHT && (whole || columns >= PICTURE));
    if (pixels) {
      notices.warn(
          new Trouble(
              Trouble.Kind.NOT_DIVIDED,
              where,
              Message.of(
                  "%s: %s up to %s are taken as they are (if they are pixels: "
                      .formatted(where, bytes ? "bytes" : "numbers", LabelValues.text(most)),
                  Setting.DIVIDE,
                  " 255)")));
    }
  }
}
