package oncilla.backend.opencl.transfer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.base.Closing;
import oncilla.cl.ClEvent;
import oncilla.cl.ClQueue;

/**
 * Copies to the device that nobody waits for. Each has a host buffer of its own, which is used
 * again when the event behind its copy was reached: at least two, and as many small ones as fit
 * {@value #MOST_BYTES} bytes. Only where all of them are under way is the oldest waited for.
 */
public final class LaterUploads implements AutoCloseable {
  private static final long MOST_BYTES = 4 << 20;
  private static final int FEWEST_COPIES = 2;
  private static final int MOST_COPIES = 64;

  private final ClQueue queue;
  private final Deque<Copy> pending = new ArrayDeque<>();

  /** Bytes on their way. */
  private record Copy(ByteBuffer host, ClEvent done) {}

  /** Copies on {@code queue}. */
  public LaterUploads(ClQueue queue) {
    this.queue = queue;
  }

  /** Submits the copy of {@code from}, which may be changed afterwards. */
  public void upload(int[] from, OpenClTensor to) {
    int bytes = Math.multiplyExact(from.length, Integer.BYTES);
    ByteBuffer host = buffer(bytes).clear().limit(bytes);
    host.asIntBuffer().put(from);
    pending.add(
        new Copy(
            host, DeviceCalls.get(() -> queue.writeLater(to.buffer(), to.offsetBytes(), host))));
  }

  private ByteBuffer buffer(int bytes) {
    long most = Math.max(FEWEST_COPIES, Math.min(MOST_COPIES, MOST_BYTES / Math.max(1, bytes)));
    while (pending.size() >= most) {
      Copy oldest = pending.remove();
      DeviceCalls.run(
          () -> {
            try (ClEvent done = oldest.done()) {
              done.await();
            }
          });
      if (oldest.host().capacity() >= bytes) {
        return oldest.host();
      }
    }
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Forgets the copies, all of which are done. */
  @Override
  public void close() {
    List<AutoCloseable> events = new ArrayList<>();
    pending.forEach(copy -> events.add(copy.done()));
    pending.clear();
    Closing.all(events);
  }
}
