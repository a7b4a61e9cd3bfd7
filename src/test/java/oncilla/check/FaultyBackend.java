package oncilla.check;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import oncilla.backend.Backend;
import oncilla.backend.ForwardingBackend;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Tensor;

/**
 * A backend with a defect in the operations of its plans; everything else is the backend's. Closing
 * it closes nothing.
 */
public final class FaultyBackend extends ForwardingBackend {
  private final UnaryOperator<Ops> defect;

  /**
   * A backend with a defect.
   *
   * @param to the backend
   * @param defect makes wrong operations of right ones, once for each plan
   */
  public FaultyBackend(Backend to, UnaryOperator<Ops> defect) {
    super(to);
    this.defect = defect;
  }

  @Override
  public Plan record(Consumer<Ops> program) {
    return record(program, Set.of());
  }

  @Override
  public Plan record(Consumer<Ops> program, Set<Tensor> constants) {
    return super.record(ops -> program.accept(defect.apply(ops)), constants);
  }

  @Override
  public void close() {
    // The owner of the real backend closes it.
  }
}
