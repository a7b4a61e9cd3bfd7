package oncilla.check;

import oncilla.backend.ElementType;
import oncilla.backend.Shape;

/**
 * One tensor of an {@link OpCase}.
 *
 * @param name the parameter's name in {@code Ops}
 * @param type its element type
 * @param shape its shape
 * @param role whether the operation reads or writes it
 * @param values what it holds before the operation, as doubles whatever the type (integers below
 *     2⁵³ are exact); {@code null} for an output or working memory, which start poisoned
 * @param flexibleRows whether another number of rows would be right as well
 * @param flexibleColumns whether another number of columns would be right as well
 */
public record Operand(
    String name,
    ElementType type,
    Shape shape,
    Role role,
    double[] values,
    boolean flexibleRows,
    boolean flexibleColumns) {
  /** What an operation does with the tensor. */
  public enum Role {
    /** Reads it only. */
    INPUT,
    /** Writes all of it. */
    OUTPUT,
    /** Reads and writes it. */
    UPDATED,
    /** Works in it; what it holds afterwards is not defined. */
    SCRATCH
  }

  /** Checks that values and role fit. */
  public Operand {
    if ((values == null) != (role == Role.OUTPUT || role == Role.SCRATCH)) {
      throw new IllegalArgumentException(name + ": inputs have values, outputs have none");
    }
    if (values != null && values.length != shape.size()) {
      throw new IllegalArgumentException(name + ": " + values.length + " values for " + shape);
    }
  }

  /** A {@code REAL} input. */
  public static Operand input(String name, Shape shape, double[] values) {
    return new Operand(name, ElementType.REAL, shape, Role.INPUT, values, false, false);
  }

  /** An input of another type. */
  public static Operand input(String name, ElementType type, Shape shape, double[] values) {
    return new Operand(name, type, shape, Role.INPUT, values, false, false);
  }

  /** A {@code REAL} output. */
  public static Operand output(String name, Shape shape) {
    return new Operand(name, ElementType.REAL, shape, Role.OUTPUT, null, false, false);
  }

  /** A {@code REAL} tensor to work in. */
  public static Operand scratch(String name, Shape shape) {
    return new Operand(name, ElementType.REAL, shape, Role.SCRATCH, null, false, false);
  }

  /** An output of another type. */
  public static Operand output(String name, ElementType type, Shape shape) {
    return new Operand(name, type, shape, Role.OUTPUT, null, false, false);
  }

  /** A {@code REAL} tensor that is read and written. */
  public static Operand updated(String name, Shape shape, double[] values) {
    return new Operand(name, ElementType.REAL, shape, Role.UPDATED, values, false, false);
  }

  /** The same operand, for which other extents would be right as well. */
  public Operand flexible(boolean rows, boolean columns) {
    return new Operand(name, type, shape, role, values, rows, columns);
  }

  /** Whether the operation gives it a value. */
  public boolean written() {
    return role == Role.OUTPUT || role == Role.UPDATED;
  }
}
