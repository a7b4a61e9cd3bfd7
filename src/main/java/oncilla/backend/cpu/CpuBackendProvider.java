package oncilla.backend.cpu;

import java.util.List;
import oncilla.backend.Availability;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.BackendProvider;
import oncilla.backend.BackendRequest;
import oncilla.backend.DeviceInfo;
import oncilla.backend.ejml.HostCpu;

/** Offers the CPU backend, which is always usable and computes in fp64 unless asked otherwise. */
public final class CpuBackendProvider implements BackendProvider {
  @Override
  public String name() {
    return CpuBackend.NAME;
  }

  @Override
  public boolean selectable() {
    return true;
  }

  @Override
  public List<DeviceInfo> devices(BackendRequest request) {
    return List.of(HostCpu.device());
  }

  @Override
  public Availability availability(BackendRequest request) {
    return HostCpu.availability(CpuBackend.NAME, request);
  }

  @Override
  public Backend open(BackendRequest request) {
    Availability availability = availability(request);
    return CpuBackend.open(
        availability
            .precision()
            .orElseThrow(
                () -> new BackendException(availability.reason() + ". " + availability.remedy())));
  }
}
