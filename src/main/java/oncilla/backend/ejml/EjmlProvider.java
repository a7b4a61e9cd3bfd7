package oncilla.backend.ejml;

import java.util.List;
import oncilla.backend.DeviceInfo;
import oncilla.backend.host.HostCpu;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;

/** Offers the reference, only to those who ask for it by name. */
public final class EjmlProvider implements BackendProvider {
  @Override
  public String name() {
    return EJML;
  }

  @Override
  public boolean selectable() {
    return false;
  }

  @Override
  public List<DeviceInfo> devices(BackendRequest request) {
    return List.of(HostCpu.device());
  }

  @Override
  public Availability availability(BackendRequest request) {
    return HostCpu.availability(EJML, request, EjmlBackend::reference);
  }
}
