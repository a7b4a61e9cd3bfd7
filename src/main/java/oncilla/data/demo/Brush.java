package oncilla.data.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;

/**
 * Draws on a canvas whose coordinates run from −1 to 1, y downwards, whatever its size in pixels.
 * Sines come from {@link StrictMath}, so that a picture is the same on every machine.
 */
final class Brush {
  private final Graphics2D graphics;

  /** Draws on {@code graphics}, which already maps the canvas. */
  Brush(Graphics2D graphics) {
    this.graphics = graphics;
  }

  /** The rotation by {@code angle} about a point. */
  static AffineTransform rotation(double angle, double x, double y) {
    double sine = StrictMath.sin(angle);
    double cosine = StrictMath.cos(angle);
    return new AffineTransform(
        cosine, sine, -sine, cosine, x - cosine * x + sine * y, y - sine * x - cosine * y);
  }

  /** Everything drawn by {@code drawing} is transformed first. */
  void transformed(AffineTransform transform, Runnable drawing) {
    AffineTransform before = graphics.getTransform();
    graphics.transform(transform);
    drawing.run();
    graphics.setTransform(before);
  }

  /** A filled ellipse with this centre and these half axes. */
  void ellipse(double x, double y, double rx, double ry, Paint paint) {
    graphics.setPaint(paint);
    graphics.fill(new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry));
  }

  /** A filled ellipse turned by {@code angle} about its centre. */
  void ellipse(double x, double y, double rx, double ry, double angle, Paint paint) {
    transformed(rotation(angle, x, y), () -> ellipse(x, y, rx, ry, paint));
  }

  /** A filled polygon with corners x0, y0, x1, y1, … */
  void polygon(Paint paint, double... corners) {
    Path2D path = new Path2D.Double();
    path.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      path.lineTo(corners[i], corners[i + 1]);
    }
    path.closePath();
    graphics.setPaint(paint);
    graphics.fill(path);
  }

  /**
   * A filled triangle with bulging sides: from (x0, y0) over the tip (x1, y1) to (x2, y2).
   *
   * @param bulge how far the middle of a side is moved outwards, as a part of the side's length
   */
  void horn(
      Paint paint, double x0, double y0, double x1, double y1, double x2, double y2, double bulge) {
    double side = StrictMath.signum((x1 - x0) * (y2 - y0) - (y1 - y0) * (x2 - x0)) * bulge;
    Path2D path = new Path2D.Double();
    path.moveTo(x0, y0);
    path.quadTo((x0 + x1) / 2 + side * (y1 - y0), (y0 + y1) / 2 - side * (x1 - x0), x1, y1);
    path.quadTo((x1 + x2) / 2 + side * (y2 - y1), (y1 + y2) / 2 - side * (x2 - x1), x2, y2);
    path.closePath();
    graphics.setPaint(paint);
    graphics.fill(path);
  }

  /** A stroke from (x0, y0) to (x2, y2), bent towards (x1, y1). */
  void curve(
      Color color, double width, double x0, double y0, double x1, double y1, double x2, double y2) {
    graphics.setPaint(color);
    graphics.setStroke(
        new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(new QuadCurve2D.Double(x0, y0, x1, y1, x2, y2));
  }

  /** A straight stroke. */
  void line(Color color, double width, double x0, double y0, double x1, double y1) {
    curve(color, width, x0, y0, (x0 + x1) / 2, (y0 + y1) / 2, x1, y1);
  }

  /** The whole canvas. */
  void everything(Paint paint) {
    polygon(paint, -2, -2, 2, -2, 2, 2, -2, 2);
  }

  /** Light above, shade below: a paint that makes a flat shape look round. */
  static Paint shaded(Color color, double top, double bottom) {
    return new GradientPaint(
        0,
        (float) top,
        Colors.mix(color, Color.WHITE, 0.18),
        0,
        (float) bottom,
        Colors.mix(color, Color.BLACK, 0.2));
  }
}
