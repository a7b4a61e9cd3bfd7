package oncilla.backend.host;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Backend;
import oncilla.backend.Plan;

/**
 * The work of a backend that computes in the caller's thread: done when it has been submitted, or
 * kept for the plan that is being recorded. So nothing is ever waited for. A closed queue takes no
 * work: {@link IllegalStateException}.
 */
final class HostQueue {
  private List<Runnable> recording;
  private boolean open = true;

  /** Runs an operation now, or keeps it for the plan that is being recorded. */
  void submit(Runnable operation) {
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
  Plan record(Runnable program) {
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
  Backend.Marker mark() {
    requireOpen();
    return Done.INSTANCE;
  }

  /** Checks that the backend has not been closed; there is nothing else to wait for. */
  void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the backend is closed");
    }
  }

  /**
   * Checks that no plan is being recorded, so that data can be copied now.
   *
   * @param what the kind of copy, for messages
   * @throws IllegalStateException while a plan is being recorded
   */
  void requireImmediate(String what) {
    requireOpen();
    if (recording != null) {
      throw new IllegalStateException(what + " cannot be recorded");
    }
  }

  /** Takes no more work. */
  void close() {
    open = false;
  }

  /** All work is done when it has been submitted. */
  private enum Done implements Backend.Marker {
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
