package oncilla.check.op;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.backend.Arena;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;

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
 * @param prefix what else the operation gets of the same memory
 */
public record Operand(
    String name,
    ElementType type,
    Shape shape,
    Role role,
    double[] values,
    boolean flexibleRows,
    boolean flexibleColumns,
    Optional<Prefix> prefix) {
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

  /**
   * A tensor of its own name that is the first elements of another.
   *
   * @param name the parameter's name in {@code Ops}
   * @param shape its shape, with at most as many elements
   */
  public record Prefix(String name, Shape shape) {}

  /** Checks that values, role and prefix fit. */
  public Operand {
    if ((values == null) != (role == Role.OUTPUT || role == Role.SCRATCH)) {
      throw new IllegalArgumentException(name + ": inputs have values, outputs have none");
    }
    if (values != null && values.length != shape.size()) {
      throw new IllegalArgumentException(name + ": " + values.length + " values for " + shape);
    }
    if (prefix.isPresent() && prefix.get().shape().size() > shape.size()) {
      throw new IllegalArgumentException(name + ": the prefix is longer, " + prefix.get().shape());
    }
  }

  /** A {@code REAL} input. */
  public static Operand input(String name, Shape shape, double[] values) {
    return new Operand(
        name, ElementType.REAL, shape, Role.INPUT, values, false, false, Optional.empty());
  }

  /** An input of another type. */
  public static Operand input(String name, ElementType type, Shape shape, double[] values) {
    return new Operand(name, type, shape, Role.INPUT, values, false, false, Optional.empty());
  }

  /** A {@code REAL} output. */
  public static Operand output(String name, Shape shape) {
    return new Operand(
        name, ElementType.REAL, shape, Role.OUTPUT, null, false, false, Optional.empty());
  }

  /** A {@code REAL} tensor to work in. */
  public static Operand scratch(String name, Shape shape) {
    return new Operand(
        name, ElementType.REAL, shape, Role.SCRATCH, null, false, false, Optional.empty());
  }

  /** An output of another type. */
  public static Operand output(String name, ElementType type, Shape shape) {
    return new Operand(name, type, shape, Role.OUTPUT, null, false, false, Optional.empty());
  }

  /** A {@code REAL} tensor that is read and written. */
  public static Operand updated(String name, Shape shape, double[] values) {
    return new Operand(
        name, ElementType.REAL, shape, Role.UPDATED, values, false, false, Optional.empty());
  }

  /** The same operand, for which other extents would be right as well. */
  public Operand flexible(boolean rows, boolean columns) {
    return new Operand(name, type, shape, role, values, rows, columns, prefix);
  }

  /** The same operand, of whose first elements the operation gets another tensor. */
  public Operand withPrefix(String part, Shape partShape) {
    Optional<Prefix> added = Optional.of(new Prefix(part, partShape));
    return new Operand(name, type, shape, role, values, flexibleRows, flexibleColumns, added);
  }

  /** Memory of exactly its size: the tensors that the operation gets, by name, itself first. */
  public Map<String, Tensor> allocate(Arena arena) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    if (prefix.isEmpty()) {
      tensors.put(name, arena.allocate(type, shape));
      return tensors;
    }
    List<BlockLayout.Slot> slots =
        List.of(new BlockLayout.Slot(shape, 0), new BlockLayout.Slot(prefix.get().shape(), 0));
    List<Tensor> parts = arena.allocateBlock(type, new BlockLayout(slots, shape.size())).parts();
    tensors.put(name, parts.get(0));
    tensors.put(prefix.get().name(), parts.get(1));
    return tensors;
  }

  /** Whether the operation gives it a value. */
  public boolean written() {
    return role == Role.OUTPUT || role == Role.UPDATED;
  }
}
