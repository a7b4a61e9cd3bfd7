package oncilla.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import oncilla.cl.ClBuffer;

/**
 * Collects the launches that an operation would make, and makes none: which kernels it needs is
 * known from them before any of these runs.
 */
public final class Rehearsal implements LaunchSink {
  private final List<Launch> launches = new ArrayList<>();
  private final PanelMemory panelMemory;

  /** A rehearsal of what would go to {@code sink}, whose room for panels decides as it would. */
  public Rehearsal(LaunchSink sink) {
    panelMemory = sink.panelMemory().rehearsal(launches::add);
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
    return new UnbackedBuffer(bytes);
  }

  @Override
  public PanelMemory panelMemory() {
    return panelMemory;
  }
}
