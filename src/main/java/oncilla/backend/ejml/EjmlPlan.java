package oncilla.backend.ejml;

import java.util.List;
import oncilla.backend.Plan;

/** Operations as closures over their tensors. */
final class EjmlPlan implements Plan {
  private final List<Runnable> operations;
  private boolean open = true;

  EjmlPlan(List<Runnable> operations) {
    this.operations = List.copyOf(operations);
  }

  @Override
  public void run() {
    if (!open) {
      throw new IllegalStateException("the plan is closed");
    }
    operations.forEach(Runnable::run);
  }

  @Override
  public int size() {
    return operations.size();
  }

  @Override
  public void close() {
    open = false;
  }
}
