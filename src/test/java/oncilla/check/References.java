package oncilla.check;

import oncilla.backend.Backend;
import oncilla.backend.BackendRequest;
import oncilla.backend.BackendSelector;
import oncilla.backend.Precision;

/** Opens the reference of all tests: EJML in fp64. */
public final class References {
  private References() {}

  public static Backend open() {
    return BackendSelector.fromServices()
        .provider("ejml")
        .open(BackendRequest.defaults().withPrecision(Precision.FP64));
  }
}
