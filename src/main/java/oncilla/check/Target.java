package oncilla.check;

import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;

/**
 * Something to compare with the reference: a backend with its binding, device and precision.
 *
 * @param provider opens it
 * @param request what to open it with, including the precision
 * @param device the device's name
 */
public record Target(BackendProvider provider, BackendRequest request, String device) {
  /** Opens it. */
  public Backend open() {
    return provider.open(request);
  }

  /** Its precision. */
  public Precision precision() {
    return request.precision().orElseThrow();
  }

  /** Its binding, where its backend has one. */
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
