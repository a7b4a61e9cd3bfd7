package oncilla.backend.opencl.runtime;

import java.util.List;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.PanelMemory;
import oncilla.backend.opencl.program.KernelLibrary;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.opencl.verification.Probes;
import oncilla.base.Closing;
import oncilla.cl.ClBuffer;

/**
 * Launches at once on the queue of a backend, past its operations, with programs of its own. It
 * packs no operand ahead.
 */
public final class OwnSink implements LaunchSink, AutoCloseable {
  private final OpenClBackend backend;
  private final KernelLibrary library;
  private final ImmediateSink sink;

  /** A sink on {@code backend}, to be closed before it. */
  public OwnSink(OpenClBackend backend) {
    OpenDevice device = backend.opened();
    this.backend = backend;
    this.library = new KernelLibrary(device.context(), ProgramCache.off());
    this.sink =
        new ImmediateSink(
            device.context(), device.queue(), library, PanelMemory.Budget.none(), () -> {});
  }

  /** Probes through this sink, in work groups of {@code group} items. */
  public Probes probes(int group) {
    OpenDevice device = backend.opened();
    return new Probes(device.context(), device.queue(), this::accept, backend.precision(), group);
  }

  @Override
  public void accept(Launch launch) {
    sink.accept(launch);
  }

  @Override
  public ClBuffer scratch(long bytes) {
    return sink.scratch(bytes);
  }

  @Override
  public PanelMemory panelMemory() {
    return sink.panelMemory();
  }

  @Override
  public void close() {
    Closing.all(List.of(sink, library));
  }
}
