package oncilla.backend.host;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Marker;
import oncilla.backend.Plan;
import oncilla.backend.Tensor;

/**
 * The work of a backend that computes in the caller's thread: done when it has been submitted, or
 * kept for the plan that is being recorded. So nothing is ever waited for. A closed queue takes no
 * work: {@link IllegalStateException}.
 */
public final class HostQueue {
  private final Backend owner;
  private List<Runnable> recording;
  private boolean open = true;

  /** The queue of {@code owner}. */
  public HostQueue(Backend owner) {
    this.owner = owner;
  }

  /** Runs an operation now, or keeps it for the plan that is being recorded. */
  public void submit(Runnable operation) {
    requireOpen();
    if (recording != null) {
      recording.add(operation);
    } else {
      operation.run();
    }
  }

  /**
   * Keeps what {@code program} submits, without running it.
   *
   * @throws IllegalStateException if that records again, too
   */
  public Plan record(Runnable program) {
    requireOpen();
    if (recording != null) {
      throw new IllegalStateException("a plan is being recorded already");
    }
    recording = new ArrayList<>();
    try {
      program.run();
      return new HostPlan(recording);
    } finally {
      recording = null;
    }
  }

  /** A marker, which is passed at once. */
  public Marker mark() {
    requireOpen();
    return Done.INSTANCE;
  }

  /** Checks that the backend has not been closed; there is nothing else to wait for. */
  public void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the backend is closed");
    }
  }

  /**
   * Checks that a copy may be made now between {@code tensor} and an array.
   *
   * @param what the kind of copy, for messages
   * @param type what the array holds
   * @param length elements of the array
   * @throws IllegalStateException while a plan is being recorded
   * @throws IllegalArgumentException if the tensor is another backend's or of another type or size
   */
  public void requireTransfer(String what, Tensor tensor, ElementType type, int length) {
    requireOpen();
    if (recording != null) {
      throw new IllegalStateException(what + " cannot be recorded");
    }
    if (tensor.owner() != owner) {
      throw new IllegalArgumentException(
          what + ": the tensor belongs to another backend (" + tensor.owner().name() + ")");
    }
    if (tensor.type() != type || tensor.shape().size() != length) {
      throw new IllegalArgumentException(
          "%s: the tensor holds %s %s, the array %d %s"
              .formatted(what, tensor.shape(), tensor.type(), length, type));
    }
  }

  /** Takes no more work. */
  public void close() {
    open = false;
  }

  /** All work is done when it has been submitted. */
  private enum Done implements Marker {
    INSTANCE;

    @Override
    public void await() {
      // Nothing is ever under way.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
