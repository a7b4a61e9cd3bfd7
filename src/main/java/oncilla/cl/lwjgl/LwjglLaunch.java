package oncilla.cl.lwjgl;

import static org.lwjgl.system.MemoryStack.stackPush;
import static org.lwjgl.system.MemoryUtil.NULL;
import static org.lwjgl.system.MemoryUtil.memAllocPointer;
import static org.lwjgl.system.MemoryUtil.memFree;

import oncilla.cl.ClChecks;
import oncilla.cl.ClEvent;
import oncilla.cl.ClException;
import oncilla.cl.ClLaunch;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;

/** A kernel and its work sizes in native memory. */
final class LwjglLaunch implements ClLaunch {
  private final LwjglQueue queue;
  private final LwjglKernel kernel;
  private final PointerBuffer global;
  private final PointerBuffer local;
  private final long globalAddress;
  private final long localAddress;
  private final int dimensions;
  private final String sizes;
  private boolean closed;

  LwjglLaunch(LwjglQueue queue, LwjglKernel kernel, long[] global, long[] local) {
    this.queue = queue;
    this.kernel = kernel;
    this.dimensions = global.length;
    this.sizes = ClChecks.describe(global, local);
    this.global = memAllocPointer(dimensions).put(global).flip();
    this.local = memAllocPointer(dimensions).put(local).flip();
    this.globalAddress = this.global.address();
    this.localAddress = this.local.address();
  }

  @Override
  public void enqueue() {
    enqueue(NULL);
  }

  @Override
  public ClEvent enqueueTimed() {
    try (MemoryStack stack = stackPush()) {
      PointerBuffer event = stack.callocPointer(1);
      enqueue(event.address());
      return new LwjglEvent(event.get(0));
    }
  }

  /**
   * The call below the one that LWJGL means for everybody, which looks at every buffer again: steps
   * of small networks wait for launches.
   *
   * @param event where the event goes, or NULL
   */
  private void enqueue(long event) {
    ClChecks.open(closed, "the launch");
    int code =
        CL10.nclEnqueueNDRangeKernel(
            queue.handle(),
            kernel.handle(),
            dimensions,
            NULL,
            globalAddress,
            localAddress,
            0,
            NULL,
            event);
    if (code != CL10.CL_SUCCESS) {
      throw new ClException(
          "clEnqueueNDRangeKernel", code, "kernel " + kernel.name() + ", " + sizes);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    memFree(global);
    memFree(local);
  }
}
