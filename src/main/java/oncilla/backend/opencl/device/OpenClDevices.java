package oncilla.backend.opencl.device;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.backend.provider.IllegalRequestException;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.cl.ClDevice;

/** Choosing among OpenCL devices, and describing them. */
public final class OpenClDevices {
  private static final List<ClDevice.Type> RANK =
      List.of(ClDevice.Type.GPU, ClDevice.Type.CPU, ClDevice.Type.OTHER);

  private OpenClDevices() {}

  /**
   * The devices from the one to be taken first: GPUs, then CPUs, then others; of one type those
   * that have {@code precision} first; then the CPU with the most units, and else as they are
   * listed.
   */
  public static List<ClDevice> ranked(List<ClDevice> devices, Precision precision) {
    return devices.stream()
        .sorted(
            Comparator.comparing((ClDevice device) -> RANK.indexOf(device.type()))
                .thenComparing(device -> precision == Precision.FP64 && !device.fp64())
                .thenComparing(
                    device -> device.type() == ClDevice.Type.CPU ? -device.computeUnits() : 0))
        .toList();
  }

  /**
   * The device that {@code wanted} names: an index, or a part of exactly one device's name.
   *
   * @throws BackendException if none fits
   * @throws IllegalArgumentException if a name fits two devices
   */
  public static ClDevice named(List<ClDevice> devices, String wanted) {
    String text = wanted.strip();
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

  private static String names(List<ClDevice> devices) {
    return devices.stream()
        .map(device -> device.index() + ": " + device.name())
        .collect(Collectors.joining(", "));
  }
}
