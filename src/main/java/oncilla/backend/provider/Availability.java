package oncilla.backend.provider;

import java.util.Optional;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;

/**
 * Whether a request can be met, and if not, why and what mends it.
 *
 * @param device the device that would be taken, if the request can be met
 * @param precision the precision that would be used, if the request can be met
 * @param reason why it was chosen, or why the request cannot be met; one line
 * @param remedy what a user can do, or empty; one line
 */
public record Availability(
    Optional<DeviceInfo> device, Optional<Precision> precision, String reason, String remedy) {
  /** The request can be met. */
  public static Availability usable(DeviceInfo device, Precision precision, String reason) {
    return new Availability(Optional.of(device), Optional.of(precision), reason, "");
  }

  /** The request cannot be met. */
  public static Availability unusable(String reason, String remedy) {
    return new Availability(Optional.empty(), Optional.empty(), reason, remedy);
  }

  /** Whether the request can be met. */
  public boolean isUsable() {
    return device.isPresent();
  }
}
