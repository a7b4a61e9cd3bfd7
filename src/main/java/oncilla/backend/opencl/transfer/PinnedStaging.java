package oncilla.backend.opencl.transfer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import oncilla.backend.Backend;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.base.Closing;
import oncilla.cl.ClContext;
import oncilla.cl.ClEvent;
import oncilla.cl.ClException;
import oncilla.cl.ClHostMemory;
import oncilla.cl.ClQueue;

/**
 * Pinned host memory in front of tensors, and a second queue for the copies. The two queues wait
 * for each other by events alone: a copy for the launches that read the tensor before, launches for
 * the copy. Of the host, only who writes the memory again waits, for a copy that was sent some
 * steps ago.
 */
public final class PinnedStaging implements Backend.Staging {
  private final ClQueue computing;
  private final ClQueue copying;
  private final List<Slot> slots = new ArrayList<>();
  private final Consumer<PinnedStaging> onClose;
  private boolean open = true;

  /** A tensor, its host memory, and the events behind the last copy and the last launch. */
  private static final class Slot {
    private final OpenClTensor tensor;
    private final ClHostMemory memory;
    private volatile ClEvent sent;
    private ClEvent read;

    Slot(OpenClTensor tensor, ClHostMemory memory) {
      this.tensor = tensor;
      this.memory = memory;
    }

    List<AutoCloseable> owned() {
      List<AutoCloseable> owned = new ArrayList<>();
      if (sent != null) {
        owned.add(sent);
      }
      if (read != null) {
        owned.add(read);
      }
      owned.add(memory);
      return owned;
    }
  }

  /**
   * Allocates host memory and opens the second queue.
   *
   * @param computing the queue of all launches
   * @param tensors the slots
   * @param onClose told when this is closed
   * @throws oncilla.backend.BackendException if there is no room
   */
  public PinnedStaging(
      ClContext context, ClQueue computing, List<Tensor> tensors, Consumer<PinnedStaging> onClose) {
    this.computing = computing;
    this.onClose = onClose;
    copying = DeviceCalls.get(context::createQueue);
    try {
      for (Tensor tensor : tensors) {
        OpenClTensor own = OpenClTensor.own(tensor);
        slots.add(
            new Slot(own, DeviceCalls.get(() -> context.createHostMemory(copying, own.bytes()))));
      }
    } catch (RuntimeException | Error failure) {
      slots.forEach(slot -> Closing.after(failure, slot.memory));
      Closing.after(failure, copying);
      throw failure;
    }
  }

  @Override
  public int slots() {
    return slots.size();
  }

  @Override
  public ByteBuffer host(int slot) {
    return slots.get(slot).memory.bytes();
  }

  @Override
  public void awaitSent(int slot) {
    ClEvent sent = slots.get(slot).sent;
    if (sent != null) {
      DeviceCalls.run(sent::await);
    }
  }

  @Override
  public void send(int slot) {
    Slot one = slots.get(slot);
    try {
      if (one.read != null) {
        copying.waitFor(one.read);
        one.read.close();
        one.read = null;
      }
      if (one.sent != null) {
        one.sent.close();
        one.sent = null;
      }
      ByteBuffer all = one.memory.bytes().duplicate().order(one.memory.bytes().order());
      all.clear();
      one.sent = copying.writeLater(one.tensor.buffer(), one.tensor.offsetBytes(), all);
      copying.flush();
    } catch (ClException failure) {
      throw DeviceCalls.translated(failure);
    }
  }

  @Override
  public void begin(int slot) {
    DeviceCalls.run(() -> computing.waitFor(slots.get(slot).sent));
  }

  @Override
  public void end(int slot) {
    try {
      slots.get(slot).read = computing.marker();
      computing.flush();
    } catch (ClException failure) {
      throw DeviceCalls.translated(failure);
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      onClose.accept(this);
      List<AutoCloseable> owned = new ArrayList<>();
      owned.add(copying::finish);
      slots.forEach(slot -> owned.addAll(slot.owned()));
      owned.add(copying);
      DeviceCalls.run(() -> Closing.all(owned));
    }
  }
}
