package oncilla.backend.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.IllegalRequestException;
import oncilla.base.Message;
import oncilla.base.Setting;

/** The processor that runs this JVM, as the one device of the backends that compute in Java. */
public final class HostCpu {
  private static final Path LINUX_PROCESSORS = Path.of("/proc/cpuinfo");

  private HostCpu() {}

  /** The device: its memory is what the Java heap may grow to. */
  public static DeviceInfo device() {
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.maxMemory();
    long largestArray = (long) Double.BYTES * Integer.MAX_VALUE;
    return new DeviceInfo(
        0,
        modelName().orElse(System.getProperty("os.arch")),
        DeviceInfo.Kind.CPU,
        "Java",
        System.getProperty("java.vm.vendor"),
        System.getProperty("java.vm.version"),
        "Java " + System.getProperty("java.version"),
        runtime.availableProcessors(),
        heap,
        Math.min(heap, largestArray),
        0,
        false,
        true);
  }

  /**
   * Whether the backend {@code name} can meet {@code request} on this processor: fp64 unless asked
   * otherwise, and at least as exact as any matmul precision.
   *
   * @param opener opens the backend on this device, in a precision
   * @throws IllegalRequestException if the request names a binding
   */
  public static Availability availability(
      String name, BackendRequest request, BiFunction<DeviceInfo, Precision, Backend> opener) {
    if (request.binding().isPresent()) {
      throw new IllegalRequestException(Message.of("the " + name + " backend has no binding"));
    }
    DeviceInfo device = request.limited(device());
    if (!isThis(device, request.device().orElse("0"))) {
      return new Availability.Unusable(
          "the %s backend has no device '%s', only 0, %s"
              .formatted(name, request.device().orElseThrow(), device.name()),
          Message.of("Leave out ", Setting.DEVICE));
    }
    Precision precision = request.precision().orElse(Precision.FP64);
    return new Availability.Usable(
        Optional.empty(),
        device,
        precision,
        Message.of("runs in Java on " + device.computeUnits() + " cores"),
        () -> opener.apply(device, precision));
  }

  /** Digits alone are an index, anything else is a part of the name in any case of letters. */
  private static boolean isThis(DeviceInfo device, String asked) {
    return asked.chars().allMatch(Character::isDigit)
        ? asked.equals("0")
        : device.name().toLowerCase(Locale.ROOT).contains(asked.toLowerCase(Locale.ROOT));
  }

  /** The model as Linux names it; elsewhere, and where the file is not readable, unknown. */
  private static Optional<String> modelName() {
    if (!Files.isReadable(LINUX_PROCESSORS)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(LINUX_PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name") && line.contains(":"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .filter(name -> !name.isEmpty())
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
