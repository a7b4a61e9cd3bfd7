package oncilla.backend;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Counts what plans take of a device's memory beside their tensors, before there is any: the code
 * that records runs as it will, over tensors without memory.
 */
public interface DryRun {
  /**
   * An arena whose tensors belong to the backend and have no memory, whatever their size. They are
   * of use to {@link #planBytes} alone.
   */
  Arena arena();

  /**
   * What recording {@code program} would allocate for partial results, if every kernel that it
   * takes is found right. Operands that are packed are not among it: see {@link
   * Backend#tensorBytes}.
   *
   * @param program over tensors of {@link #arena}
   * @param constants as {@link Backend#record(Consumer, Set)} takes them
   * @return bytes of each buffer
   */
  List<Long> planBytes(Consumer<Ops> program, Set<Tensor> constants);
}
