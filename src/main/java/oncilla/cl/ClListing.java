package oncilla.cl;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a driver found: the devices that can be used, and what stands beside them.
 *
 * @param devices in the order of the platforms and then of each platform's devices; {@link
 *     ClDevice#index} is the place in this list
 * @param failures platforms and devices that answered with an error, and are not listed
 * @param withoutDevice names of the platforms that have no device, which is no error: the driver of
 *     a card that is not there, say
 */
public record ClListing(
    List<ClDevice> devices, List<ClFailure> failures, List<String> withoutDevice) {
  /** Copies the lists. */
  public ClListing {
    devices = List.copyOf(devices);
    failures = List.copyOf(failures);
    withoutDevice = List.copyOf(withoutDevice);
  }

  /** The devices, of which there is at least one. */
  List<ClDevice> orUnavailable() throws ClUnavailableException {
    if (devices.isEmpty()) {
      throw unavailable();
    }
    return devices;
  }

  /** What gives a platform without a device one, in one line; empty if nothing is known. */
  public static String remedyWithoutDevice(String platform) {
    return Installing.deviceRemedy(platform).orElse("");
  }

  /** Why there is nothing to use, and what mends it; for a listing without devices. */
  public ClUnavailableException unavailable() {
    if (failures.isEmpty()) {
      return ClUnavailableException.noDevice(withoutDevice);
    }
    return ClUnavailableException.failed(
        Stream.concat(
                failures.stream().map(ClFailure::toString),
                withoutDevice.stream().map(name -> name + " has no device"))
            .collect(Collectors.joining("; ")));
  }
}
