package oncilla.check.verification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;
import oncilla.check.op.Operand;

/**
 * An operand in a backend's memory, with its surroundings.
 *
 * @param operand what it is
 * @param tensors what the operation gets, by name: the operand, and its prefix if it has one
 * @param surroundings the tensor with its guard zones as one vector, or {@code null} without guards
 * @param start first element of the tensor within the surroundings
 */
record PlacedOperand(
    Operand operand, Map<String, Tensor> tensors, Tensor surroundings, long start) {
  /** Elements of each guard zone, at least; more than a work group of any kernel is wide. */
  private static final long GUARD = 512;

  private static final double POISON_BYTE = 0xA5;
  private static final double POISON_INTEGER = -1515870811;

  static PlacedOperand place(
      Operand operand, Surroundings surroundings, Arena arena, Backend backend) {
    ElementType type = operand.type();
    if (surroundings == Surroundings.EXACT) {
      PlacedOperand exact = new PlacedOperand(operand, operand.allocate(arena), null, 0);
      if (operand.values() != null) {
        HostValues.upload(operand.values(), exact.tensor());
      }
      return exact;
    }
    Shape guard = Shape.vector(GUARD);
    BlockLayout guarded =
        BlockLayout.consecutive(
            List.of(guard, operand.shape(), guard), type.bytes(backend.precision()));
    long start = guarded.slots().get(1).offset();
    List<BlockLayout.Slot> slots = new ArrayList<>(guarded.slots());
    operand.prefix().ifPresent(it -> slots.add(new BlockLayout.Slot(it.shape(), start)));
    TensorBlock block = arena.allocateBlock(type, new BlockLayout(slots, guarded.size()));
    Tensor all = block.all();
    double[] poison = new double[Math.toIntExact(all.shape().size())];
    Arrays.fill(poison, poison(type));
    HostValues.upload(poison, all);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(operand.name(), block.parts().get(1));
    operand.prefix().ifPresent(it -> tensors.put(it.name(), block.parts().get(slots.size() - 1)));
    PlacedOperand placed = new PlacedOperand(operand, tensors, all, start);
    if (operand.values() != null) {
      HostValues.upload(operand.values(), placed.tensor());
    }
    return placed;
  }

  /** The operand itself. */
  Tensor tensor() {
    return tensors.get(operand.name());
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
