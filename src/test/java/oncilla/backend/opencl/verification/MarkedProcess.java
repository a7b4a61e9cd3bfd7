package oncilla.backend.opencl.verification;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import oncilla.ChildJvm;

/** A process that is verifying a kernel, and ends in the middle of it when it is told to. */
public final class MarkedProcess {
  private static final int CODE = 9;

  private MarkedProcess() {}

  /** Folder, identity, name. */
  public static void main(String[] args) throws IOException {
    VerificationMarker.write(
            Path.of(args[0]), List.of(new VerificationMarker.Death(args[1], List.of(args[2]))))
        .orElseThrow();
    System.out.println("ready");
    if (System.in.read() >= 0) {
      Runtime.getRuntime().halt(CODE);
    }
  }

  /** Starts one, and waits until its marker is there. */
  static Process start(Path folder, String identity, String name) throws IOException {
    Process child =
        ChildJvm.of(List.of(), MarkedProcess.class, folder.toString(), identity, name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (child.inputReader().readLine() == null) {
      throw new IOException("the process did not begin");
    }
    return child;
  }

  /** Ends it; its exit code. */
  static int end(Process child) throws IOException, InterruptedException {
    child.outputWriter().write("\n");
    child.outputWriter().flush();
    return child.waitFor();
  }
}
