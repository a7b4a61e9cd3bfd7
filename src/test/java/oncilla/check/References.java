package oncilla.check;

import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;

/** Opens the reference of all tests: EJML in fp64. */
public final class References {
  private References() {}

  public static Backend open() {
    return BackendSelector.fromServices()
        .provider("ejml")
        .open(BackendRequest.defaults().withPrecision(Precision.FP64));
  }
}
