package oncilla.train.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import oncilla.backend.Backend.Staging;
import oncilla.backend.BackendException;
import oncilla.backend.StepState;

/**
 * Threads that write the rows of the next batches into the host memory of the slots, in turns:
 * batch b, counted from where it begins, into slot b mod slots. They run ahead as far as there are
 * free slots, and end with this.
 */
final class BatchFeeder implements AutoCloseable {
  private final Staging staging;
  private final RowWriter writer;
  private final EpochOrder order;
  private final int examples;
  private final int batch;
  private final List<Thread> threads = new ArrayList<>();

  /** Each thread reads and writes rows with a part of it; {@link #alone} takes it whole. */
  private final ReadWriteLock quiet = new ReentrantReadWriteLock(true);

  /** Held by the thread that finds out what the next batch is. */
  private final Object next = new Object();

  private long nextBatch;
  private long epoch;
  private int offset;
  private int[] rows;

  /** Guards what follows. */
  private final Object state = new Object();

  private final boolean[] filled;
  private long freed;
  private boolean closed;
  private Throwable failure;

  /**
   * Begins.
   *
   * @param order of the examples in an epoch
   * @param examples N
   * @param batch rows of a batch; the last of an epoch has what is left
   * @param position of the first batch
   * @param threads how many there are
   */
  BatchFeeder(
      Staging staging,
      RowWriter writer,
      EpochOrder order,
      int examples,
      int batch,
      StepState.Position position,
      int threads) {
    this.staging = staging;
    this.writer = writer;
    this.order = order;
    this.examples = examples;
    this.batch = batch;
    epoch = position.epoch();
    offset = Math.toIntExact(position.rowOffset());
    filled = new boolean[staging.slots()];
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(this::work, "oncilla-batches-" + i);
      thread.setDaemon(true);
      this.threads.add(thread);
    }
    this.threads.forEach(Thread::start);
  }

  /**
   * Whether a batch is in its slot.
   *
   * @throws RuntimeException what a thread failed with
   */
  boolean isReady(long number) {
    synchronized (state) {
      requireNoFailure();
      return filled[slot(number)];
    }
  }

  /**
   * Waits until a batch is in its slot.
   *
   * @throws RuntimeException what a thread failed with
   */
  void await(long number) {
    synchronized (state) {
      while (!filled[slot(number)]) {
        requireNoFailure();
        try {
          state.wait();
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
          throw new BackendException("interrupted while waiting for a batch", stopped);
        }
      }
    }
  }

  /** Runs {@code work} while no thread of this writes rows. */
  void alone(Runnable work) {
    quiet.writeLock().lock();
    try {
      work.run();
    } finally {
      quiet.writeLock().unlock();
    }
  }

  /** The oldest batch that was not freed is not needed any more. */
  void free() {
    synchronized (state) {
      filled[slot(freed)] = false;
      freed++;
      state.notifyAll();
    }
  }

  /** Waits until all threads have ended. */
  @Override
  public void close() {
    synchronized (state) {
      closed = true;
      state.notifyAll();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException stopped) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private int slot(long number) {
    return (int) (number % filled.length);
  }

  private void requireNoFailure() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  private void work() {
    try {
      while (fillNext()) {
        // Until this is closed.
      }
    } catch (RuntimeException | Error failed) {
      synchronized (state) {
        failure = failure == null ? failed : failure;
        state.notifyAll();
      }
    }
  }

  private boolean fillNext() {
    long number;
    int[] picked;
    synchronized (next) {
      number = nextBatch;
      if (!awaitFree(number)) {
        return false;
      }
      picked = pick();
      nextBatch++;
    }
    int slot = slot(number);
    staging.awaitSent(slot);
    quiet.readLock().lock();
    try {
      writer.write(picked, staging.host(slot));
    } finally {
      quiet.readLock().unlock();
    }
    synchronized (state) {
      filled[slot] = true;
      state.notifyAll();
      return !closed;
    }
  }

  /** The examples of the next batch. */
  private int[] pick() {
    if (rows == null) {
      rows = order.of(epoch);
    }
    int end = Math.min(examples, offset + batch);
    int[] picked = Arrays.copyOfRange(rows, offset, end);
    offset = end;
    if (offset == examples) {
      offset = 0;
      epoch++;
      rows = null;
    }
    return picked;
  }

  /** Waits until the slot of a batch is free; false if there is nothing left to do. */
  private boolean awaitFree(long number) {
    synchronized (state) {
      while (number >= freed + filled.length && !closed && failure == null) {
        try {
          state.wait();
        } catch (InterruptedException stopped) {
          return false;
        }
      }
      return !closed && failure == null;
    }
  }
}
