package oncilla.backend.cpu;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;

/**
 * A loop over 0 … count − 1 that all cores share where it is long enough. It is made once and run
 * many times without allocating: its tasks for the common pool are used again.
 *
 * <p>Iterations must not depend on each other, so that the result does not depend on the number of
 * cores.
 */
final class SharedLoop {
  /**
   * Simple element-wise steps per core from which sharing pays: some ten microseconds, against
   * about five to wake another thread.
   */
  private static final long WORTH_A_CORE = 1 << 14;

  private final Part[] parts;

  /** Some consecutive iterations. */
  @FunctionalInterface
  interface Body {
    /** Does the iterations {@code from} … {@code to − 1}. */
    void run(long from, long to);
  }

  /**
   * A loop.
   *
   * @param count iterations
   * @param weight work of one iteration, in additions or so
   * @param body does some of them; on several threads at once
   */
  SharedLoop(long count, long weight, Body body) {
    this(count, weight, body, Runtime.getRuntime().availableProcessors());
  }

  /** A loop for this number of cores. */
  SharedLoop(long count, long weight, Body body, int cores) {
    long work = Math.multiplyHigh(count, weight) != 0 ? Long.MAX_VALUE : count * weight;
    long worth = Math.min(count, Math.max(1, work / WORTH_A_CORE));
    parts = new Part[(int) Math.min(cores, worth)];
    long each = count / parts.length;
    long longer = count % parts.length;
    long from = 0;
    for (int i = 0; i < parts.length; i++) {
      long to = from + each + (i < longer ? 1 : 0);
      parts[i] = new Part(body, from, to);
      from = to;
    }
  }

  /** Runs all iterations; returns when they are done, or throws what one of them threw. */
  void run() {
    for (int i = 1; i < parts.length; i++) {
      parts[i].reinitialize();
      ForkJoinPool.commonPool().execute(parts[i]);
    }
    try {
      parts[0].compute();
    } finally {
      for (int i = 1; i < parts.length; i++) {
        parts[i].quietlyJoin();
      }
    }
    for (int i = 1; i < parts.length; i++) {
      parts[i].join();
    }
  }

  /** One core's share. */
  private static final class Part extends RecursiveAction {
    private static final long serialVersionUID = 1L;

    private final transient Body body;
    private final transient long from;
    private final transient long to;

    Part(Body body, long from, long to) {
      this.body = body;
      this.from = from;
      this.to = to;
    }

    @Override
    protected void compute() {
      body.run(from, to);
    }
  }
}
