package oncilla.backend.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oncilla.backend.DeviceInfo;
import org.bytedeco.javacpp.Pointer;

/** The processor that runs this JVM, with OpenBLAS: its memory is that of the machine. */
final class NativeDevice {
  /** Where Linux keeps what a container may use: control groups of version 2 and of version 1. */
  private static final List<Path> LIMITS =
      List.of(
          Path.of("/sys/fs/cgroup/memory.max"),
          Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));

  private NativeDevice() {}

  /** What {@code host} is when OpenBLAS, which has been loaded, computes on it. */
  static DeviceInfo of(DeviceInfo host) {
    long memory = memoryBytes(Pointer.totalPhysicalBytes(), LIMITS);
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
