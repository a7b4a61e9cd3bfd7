package oncilla.backend.opencl.runtime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.provider.IllegalRequestException;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.cl.ClDevice;

/** Choosing among OpenCL devices, and describing them. */
public final class OpenClDevices {
  private OpenClDevices() {}

  /**
   * The device that {@code wanted} names: an index, or a part of exactly one device's name. Without
   * it the first GPU, else the first CPU, else the first device.
   *
   * @throws BackendException if none fits
   * @throws IllegalArgumentException if a name fits two devices
   */
  public static ClDevice choose(List<ClDevice> devices, Optional<String> wanted) {
    if (wanted.isEmpty()) {
      return first(devices, ClDevice.Type.GPU)
          .or(() -> first(devices, ClDevice.Type.CPU))
          .orElse(devices.get(0));
    }
    String text = wanted.get().strip();
    if (text.matches("\\d{1,9}")) {
      int index = Integer.parseInt(text);
      if (index < devices.size()) {
        return devices.get(index);
      }
      throw new BackendException(
          "there is no OpenCL device " + index + "; there is " + names(devices));
    }
    List<ClDevice> matches =
        devices.stream()
            .filter(
                device ->
                    device.name().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
            .toList();
    if (matches.isEmpty()) {
      throw new BackendException(
          "no OpenCL device is called '" + text + "'; there is " + names(devices));
    }
    if (matches.size() > 1) {
      throw new IllegalRequestException(
          Message.of(
              Setting.DEVICE, " '" + text + "' fits more than one device: " + names(matches)));
    }
    return matches.get(0);
  }

  /** Describes a device in the terms of every backend. */
  public static DeviceInfo info(ClDevice device) {
    DeviceInfo.Kind kind =
        switch (device.type()) {
          case CPU -> DeviceInfo.Kind.CPU;
          case GPU -> DeviceInfo.Kind.GPU;
          case OTHER -> DeviceInfo.Kind.OTHER;
        };
    return new DeviceInfo(
        device.index(),
        device.name(),
        kind,
        device.platform(),
        device.vendor(),
        device.driverVersion(),
        device.version(),
        device.computeUnits(),
        device.globalMemoryBytes(),
        device.maxAllocationBytes(),
        device.localMemoryBytes(),
        device.dedicatedLocalMemory(),
        device.fp64());
  }

  private static Optional<ClDevice> first(List<ClDevice> devices, ClDevice.Type type) {
    return devices.stream().filter(device -> device.type() == type).findFirst();
  }

  private static String names(List<ClDevice> devices) {
    return devices.stream()
        .map(device -> device.index() + ": " + device.name())
        .collect(Collectors.joining(", "));
  }
}
