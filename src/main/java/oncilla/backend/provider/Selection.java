package oncilla.backend.provider;

import oncilla.backend.Backend;
import oncilla.backend.DeviceInfo;

/**
 * A backend that was chosen, not yet opened.
 *
 * @param provider opens it
 * @param request what to open it with; a precision is always present
 * @param device the device it will use
 * @param explanation what was taken and why, one line
 */
public record Selection(
    BackendProvider provider, BackendRequest request, DeviceInfo device, String explanation) {
  /** Opens the backend. */
  public Backend open() {
    return provider.open(request);
  }
}
