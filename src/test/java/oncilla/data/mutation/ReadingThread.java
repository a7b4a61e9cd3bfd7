package oncilla.data.mutation;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One thread that does what it is given; a reader that never ends does not keep the JVM alive. */
final class ReadingThread implements AutoCloseable {
  private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "mutated files");

  ReadingThread() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        work.take().run();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does it when what was submitted before is done. */
  void submit(Runnable task) {
    work.add(task);
  }

  /** Where it is. */
  StackTraceElement[] stack() {
    return thread.getStackTrace();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
