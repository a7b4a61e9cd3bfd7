package oncilla.backend.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;

/**
 * Chooses a backend by name, or for {@code auto}: an OpenCL GPU first, then the faster of the two
 * CPU ways. What was asked for and cannot be had is an error; nothing is replaced silently.
 */
public final class BackendSelector {
  private final List<BackendProvider> providers;

  /** Selects among {@code providers}. */
  public BackendSelector(List<BackendProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  /** Selects among all providers on the class path. */
  public static BackendSelector fromServices() {
    List<BackendProvider> found = new ArrayList<>();
    ServiceLoader.load(BackendProvider.class).forEach(found::add);
    return new BackendSelector(found);
  }

  /** All providers. */
  public List<BackendProvider> providers() {
    return providers;
  }

  /**
   * The provider with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public BackendProvider provider(String name) {
    return providers.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no backend '" + name + "'"));
  }

  /**
   * Chooses. With {@code auto} a wish for the CPU backend's products means the CPU backend.
   *
   * @param name {@code auto}, {@code cpu} or {@code opencl}
   * @throws BackendException with reason and remedy, if the request cannot be met
   * @throws IllegalArgumentException if the request makes no sense
   */
  public Selection select(String name, BackendRequest request) {
    if (!name.equals("auto")) {
      BackendProvider provider = provider(name);
      Availability availability = provider.availability(request);
      if (!availability.isUsable()) {
        throw new BackendException(sentence(availability));
      }
      return chosen(provider, request, availability, availability.reason());
    }
    if (request.cpuBlas().isPresent()) {
      return select("cpu", request);
    }
    BackendProvider opencl = provider("opencl");
    BackendProvider cpu = provider("cpu");
    Availability device = opencl.availability(request);
    boolean deviceAsked = request.device().isPresent() || request.binding().isPresent();
    if (deviceAsked && !device.isUsable()) {
      throw new BackendException(sentence(device));
    }
    if (device.isUsable() && (deviceAsked || openClIsFaster(device.device().orElseThrow()))) {
      return chosen(opencl, request, device, device.reason());
    }
    Availability host = cpu.availability(request);
    if (!host.isUsable()) {
      throw new BackendException(sentence(host));
    }
    String why =
        device.isUsable() ? "no GPU was found" : "OpenCL is not usable: " + device.reason();
    return chosen(cpu, request, host, host.reason() + "; " + why);
  }

  /**
   * Whether OpenCL on this device beats the CPU backend. A GPU does. An OpenCL CPU device is as
   * fast in the same precision (PoCL and OpenBLAS: 0.85 and 0.86 ms for a step of 12288,20,7,5,1 ×
   * 209 in fp32, 20 and 19 ms for 12288,512,128,1 × 256, on 2 cores with AVX-512; {@code
   * peers/README.md}), and twice as fast where none is asked for, since it then computes in fp32
   * and the CPU backend in fp64. Other kinds of devices were not measured.
   */
  private static boolean openClIsFaster(DeviceInfo device) {
    return device.kind() == DeviceInfo.Kind.GPU || device.kind() == DeviceInfo.Kind.CPU;
  }

  private static Selection chosen(
      BackendProvider provider, BackendRequest request, Availability availability, String why) {
    Precision precision = availability.precision().orElseThrow();
    DeviceInfo device = availability.device().orElseThrow();
    String explanation =
        "%s on %s (%s): %s".formatted(provider.name(), device.name(), precision.label(), why);
    return new Selection(provider, request.withPrecision(precision), device, explanation);
  }

  private static String sentence(Availability availability) {
    return availability.remedy().isEmpty()
        ? availability.reason()
        : availability.reason() + ". " + availability.remedy();
  }
}
