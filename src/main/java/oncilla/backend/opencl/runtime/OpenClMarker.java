package oncilla.backend.opencl.runtime;

import java.util.function.Consumer;
import oncilla.backend.Backend;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.cl.ClEvent;

/** A marker in the queue and its event. */
final class OpenClMarker implements Backend.Marker {
  private final ClEvent event;
  private final Consumer<OpenClMarker> onClose;
  private boolean open = true;

  OpenClMarker(ClEvent event, Consumer<OpenClMarker> onClose) {
    this.event = event;
    this.onClose = onClose;
  }

  @Override
  public void await() {
    if (!open) {
      throw new IllegalStateException("the marker is closed");
    }
    DeviceCalls.run(event::await);
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      onClose.accept(this);
      DeviceCalls.run(event::close);
    }
  }
}
