package oncilla.backend.opencl.runtime;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.PanelMemory;
import oncilla.cl.ClBuffer;

/**
 * A sink that gets every launch by way of a function.
 *
 * @param sink takes the launches
 * @param change gives what is taken, or throws for a launch that must not be
 */
record RewritingSink(LaunchSink sink, UnaryOperator<Launch> change) implements LaunchSink {
  /** A sink in front of which {@code watcher} sees every launch, and may throw. */
  static RewritingSink watched(LaunchSink sink, Consumer<Launch> watcher) {
    return new RewritingSink(
        sink,
        launch -> {
          watcher.accept(launch);
          return launch;
        });
  }

  @Override
  public void accept(Launch launch) {
    sink.accept(change.apply(launch));
  }

  @Override
  public ClBuffer scratch(long bytes) {
    return sink.scratch(bytes);
  }

  @Override
  public PanelMemory panelMemory() {
    return sink.panelMemory();
  }
}
