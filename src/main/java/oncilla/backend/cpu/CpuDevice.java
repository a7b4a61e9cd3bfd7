package oncilla.backend.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oncilla.backend.DeviceInfo;
import org.bytedeco.javacpp.Pointer;

/**
 * The processor that runs this JVM, with OpenBLAS: its memory is that of the machine, without what
 * the Java heap may grow to. A system that promises more memory than it has ends the process when
 * it is touched, so a run that cannot fit must be refused before.
 */
final class CpuDevice {
  /** Where Linux keeps what a container may use: control groups of version 2 and of version 1. */
  private static final List<Path> LIMITS =
      List.of(
          Path.of("/sys/fs/cgroup/memory.max"),
          Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));

  private CpuDevice() {}

  /** What {@code host} is when OpenBLAS, which has been loaded, computes on it. */
  static DeviceInfo of(DeviceInfo host) {
    long memory =
        besideHeap(
            memoryBytes(Pointer.totalPhysicalBytes(), LIMITS), Runtime.getRuntime().maxMemory());
    return new DeviceInfo(
        host.index(),
        host.name(),
        host.kind(),
        "OpenBLAS",
        host.vendor(),
        OpenBlas.version(),
        host.version(),
        OpenBlas.threads(),
        memory,
        memory,
        0,
        false,
        true);
  }

  /** What is left beside the heap; a quarter where the heap may take nearly all. */
  static long besideHeap(long memory, long heap) {
    return Math.max(memory / 4, memory - heap);
  }

  /** The machine's memory, or less if one of the files holds a smaller number. */
  static long memoryBytes(long physical, List<Path> limits) {
    long bytes = physical;
    for (Path limit : limits) {
      if (Files.isReadable(limit)) {
        bytes = Math.min(bytes, number(limit));
      }
    }
    return bytes;
  }

  /** The number in a file of one line; without one, which is written "max", there is no limit. */
  private static long number(Path file) {
    try {
      String text = Files.readString(file).strip();
      return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
    } catch (IOException unreadable) {
      return Long.MAX_VALUE;
    }
  }
}
