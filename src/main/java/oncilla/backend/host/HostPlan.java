package oncilla.backend.host;

import java.util.List;
import oncilla.backend.Plan;

/** Operations as closures over their tensors. */
final class HostPlan implements Plan {
  private final Runnable[] operations;
  private boolean open = true;

  HostPlan(List<Runnable> operations) {
    this.operations = operations.toArray(Runnable[]::new);
  }

  @Override
  public void run() {
    if (!open) {
      throw new IllegalStateException("the plan is closed");
    }
    for (Runnable operation : operations) {
      operation.run();
    }
  }

  @Override
  public int size() {
    return operations.length;
  }

  @Override
  public void close() {
    open = false;
  }
}
