package oncilla.backend.opencl.device;

/**
 * Gives the Java virtual machine its handler of memory faults back, after an OpenCL compiler has
 * run in this process.
 *
 * <p>The JVM uses faults itself: for null checks and to stop threads at safepoints. LLVM, which is
 * the compiler of CPU devices such as PoCL, puts a handler of its own before the JVM's whenever it
 * writes a file. That handler removes itself at the first fault and lets it happen again, which is
 * harmless; but the system resets it to "end the process" while it does so (SA_RESETHAND), and a
 * second thread with a fault in that moment ends the process without a word. Seen with PoCL 3.1 in
 * two of seven processes that also computed on several Java threads, and with PoCL 5.0, which does
 * it when its devices are listed, in three of four that went on to draw the demo's pictures and to
 * train on a GPU.
 *
 * <p>So the one fault that removes LLVM's handler is made here, while no other thread of ours runs.
 */
public final class FaultHandler {
  private FaultHandler() {}

  /** Makes one fault: reading the length of no array is one, and becomes an exception. */
  public static void reclaim() {
    try {
      throw new AssertionError("there is an array of length " + nothing().length);
    } catch (NullPointerException fault) {
      // The fault has done its work.
      return;
    }
  }

  private static int[] nothing() {
    return null;
  }
}
