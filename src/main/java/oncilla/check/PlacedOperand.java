package oncilla.check;

import java.util.Arrays;
import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;

/**
 * An operand in a backend's memory, with its surroundings.
 *
 * @param operand what it is
 * @param tensor the tensor the operation gets
 * @param surroundings the tensor with its guard zones as one vector, or {@code null} without guards
 * @param start first element of the tensor within the surroundings
 */
record PlacedOperand(Operand operand, Tensor tensor, Tensor surroundings, long start) {
  /** Elements of each guard zone, at least; more than a work group of any kernel is wide. */
  private static final long GUARD = 512;

  private static final double POISON_BYTE = 0xA5;
  private static final double POISON_INTEGER = -1515870811;

  static PlacedOperand place(Operand operand, Placement placement, Arena arena, Backend backend) {
    ElementType type = operand.type();
    if (placement == Placement.EXACT) {
      Tensor tensor = arena.allocate(type, operand.shape());
      if (operand.values() != null) {
        HostValues.upload(operand.values(), tensor);
      }
      return new PlacedOperand(operand, tensor, null, 0);
    }
    Shape guard = Shape.vector(GUARD);
    TensorBlock block =
        arena.allocateBlock(
            type,
            BlockLayout.consecutive(
                List.of(guard, operand.shape(), guard), type.bytes(backend.precision())));
    Tensor all = block.all();
    double[] poison = new double[Math.toIntExact(all.shape().size())];
    Arrays.fill(poison, poison(type));
    HostValues.upload(poison, all);
    Tensor tensor = block.parts().get(1);
    if (operand.values() != null) {
      HostValues.upload(operand.values(), tensor);
    }
    return new PlacedOperand(operand, tensor, all, block.layout().slots().get(1).offset());
  }

  /** The first element outside the tensor that is no longer poison, relative to it; or nothing. */
  String brokenGuard() {
    if (surroundings == null) {
      return "";
    }
    double[] all = HostValues.download(surroundings);
    double poison = poison(operand.type());
    long end = start + operand.shape().size();
    for (int i = 0; i < all.length; i++) {
      boolean inside = i >= start && i < end;
      if (!inside && Double.compare(all[i], poison) != 0) {
        return operand.name() + ": wrote outside, at element " + (i - start);
      }
    }
    return "";
  }

  private static double poison(ElementType type) {
    return switch (type) {
      case REAL -> Double.NaN;
      case U8 -> POISON_BYTE;
      case I32, I64 -> POISON_INTEGER;
    };
  }
}
