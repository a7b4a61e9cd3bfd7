package oncilla.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import oncilla.cl.ClBuffer;

/**
 * Collects the launches that an operation would make, and makes none: which kernels it needs is
 * known from them before any of these runs.
 */
public final class Rehearsal implements LaunchSink {
  private final List<Launch> launches = new ArrayList<>();
  private final List<Long> scratch = new ArrayList<>();
  private final PanelMemory panelMemory;

  /** A rehearsal of what would go to {@code sink}, whose room for panels decides as it would. */
  public Rehearsal(LaunchSink sink) {
    panelMemory = sink.panelMemory().rehearsal(launches::add);
  }

  /**
   * A rehearsal of what would go into a new plan.
   *
   * @param budget of the plan's panels, from which nothing is taken
   * @param constants tensors that nothing changes while the plan lives
   */
  public Rehearsal(PanelMemory.Budget budget, Set<OpenClTensor> constants) {
    panelMemory = new PanelMemory(UnbackedBuffer::new, budget.copy(), constants, launches::add);
  }

  /** Bytes of each piece of scratch memory that a plan would have made so far, in order. */
  public List<Long> scratchBytes() {
    return List.copyOf(scratch);
  }

  /** What was launched so far, in order. */
  public List<Launch> launches() {
    return List.copyOf(launches);
  }

  @Override
  public void accept(Launch launch) {
    launches.add(launch);
  }

  @Override
  public ClBuffer scratch(long bytes) {
    if (scratch.isEmpty() || scratch.get(scratch.size() - 1) < bytes) {
      scratch.add(bytes);
    }
    return new UnbackedBuffer(bytes);
  }

  @Override
  public PanelMemory panelMemory() {
    return panelMemory;
  }
}
