package oncilla.check;

import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;

/**
 * A backend that can be compared with the reference, with its binding, device and precision; not
 * open yet.
 *
 * @param provider opens the backend
 * @param request what to ask the provider for, including the precision
 * @param device the device's name
 */
public record Target(BackendProvider provider, BackendRequest request, String device) {
  /** Opens the backend, which the caller closes. */
  public Backend open() {
    return provider.open(request);
  }

  /** The precision that the backend will compute in. */
  public Precision precision() {
    return request.precision().orElseThrow();
  }

  /** The binding to OpenCL, where the backend has one. */
  public Optional<String> binding() {
    return request.binding();
  }

  @Override
  public String toString() {
    return provider.name()
        + request.binding().map(name -> "/" + name).orElse("")
        + " "
        + precision().label();
  }
}
