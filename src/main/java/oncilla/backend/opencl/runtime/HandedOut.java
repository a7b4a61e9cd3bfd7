package oncilla.backend.opencl.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import oncilla.backend.Backend;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.OpenClArena;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.transfer.PinnedStaging;

/** Arenas, plans, markers and stagings that a backend made and nobody has closed yet. */
final class HandedOut {
  private final OpenDevice device;
  private final List<OpenClArena> arenas = new ArrayList<>();
  private final List<OpenClPlan> plans = new ArrayList<>();
  private final List<OpenClMarker> markers = new ArrayList<>();

  private final List<PinnedStaging> stagings = new ArrayList<>();

  /** Nothing yet, on {@code device}. */
  HandedOut(OpenDevice device) {
    this.device = device;
  }

  /** An empty arena of {@code owner}. */
  OpenClArena arena(Backend owner) {
    OpenClArena arena =
        new OpenClArena(owner, device::newBuffer, device.largestAllocationBytes(), arenas::remove);
    arenas.add(arena);
    return arena;
  }

  /** An empty plan; see {@link OpenDevice#newPlan}. */
  OpenClPlan plan(Set<OpenClTensor> constants, Consumer<Launch> now) {
    OpenClPlan plan = device.newPlan(constants, now, plans::remove);
    plans.add(plan);
    return plan;
  }

  /** Host memory in front of tensors. */
  PinnedStaging staging(List<Tensor> slots) {
    PinnedStaging staging =
        new PinnedStaging(device.context(), device.queue(), slots, stagings::remove);
    stagings.add(staging);
    return staging;
  }

  /** A marker behind everything that was enqueued. */
  OpenClMarker marker() {
    OpenClMarker marker = new OpenClMarker(device.marker(), markers::remove);
    markers.add(marker);
    return marker;
  }

  /** What is still open, in the order in which it can be closed: the memory last. */
  List<AutoCloseable> open() {
    List<AutoCloseable> open = new ArrayList<>(stagings);
    open.addAll(markers);
    open.addAll(plans);
    open.addAll(arenas);
    return open;
  }
}
