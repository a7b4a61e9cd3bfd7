package oncilla.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import oncilla.ChildJvm;

/** Another process that holds a lock, until it is killed or its input ends. */
public final class LockHolder implements AutoCloseable {
  private final Process process;

  private LockHolder(Process process) {
    this.process = process;
  }

  /** Starts it; returns when it has the lock on {@code file}. */
  public static LockHolder of(Path file) throws IOException {
    Process process =
        ChildJvm.of(List.of(), LockHolder.class, file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() != '+') {
      throw new IOException("the other process did not get the lock");
    }
    return new LockHolder(process);
  }

  /** Kills it, as SIGKILL does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it, if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Takes the lock, says {@code +} and waits. */
  public static void main(String[] args) throws IOException {
    try (ProcessLock lock = ProcessLock.take(Path.of(args[0])).orElseThrow()) {
      System.out.print(lock == null ? '-' : '+');
      System.out.flush();
      System.in.read();
    }
  }
}
