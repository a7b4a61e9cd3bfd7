package oncilla.backend.opencl.launch;

import oncilla.cl.ClBuffer;

/** Where launches go: to the queue at once, or into a plan. */
public interface LaunchSink {
  /** Takes the next launch. */
  void accept(Launch launch);

  /** Memory for partial results, good until the launches that were given it are done. */
  ClBuffer scratch(long bytes);

  /** Memory for operands of products that are packed ahead. */
  PanelMemory panelMemory();
}
