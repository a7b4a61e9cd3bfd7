package oncilla.backend.provider;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.base.Message;

/**
 * Chooses a backend by name, or for {@code auto}: an OpenCL GPU first, then the faster of the two
 * CPU ways. What was asked for and cannot be had is an error; nothing is replaced silently.
 */
public final class BackendSelector {
  /** The name that lets the selector choose the backend. */
  public static final String AUTO = "auto";

  private final List<BackendProvider> providers;

  /** Selects among {@code providers}. */
  public BackendSelector(List<BackendProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  /** Selects among all providers on the class path, in the order of their names. */
  public static BackendSelector fromServices() {
    return new BackendSelector(
        ServiceLoader.load(BackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(BackendProvider::name))
            .toList());
  }

  /** The providers that compute for users: all but the reference. */
  public List<BackendProvider> selectable() {
    return providers.stream().filter(BackendProvider::selectable).toList();
  }

  /** Names of the bindings of all providers. */
  public List<String> bindings() {
    return providers.stream().flatMap(provider -> provider.bindings().stream()).toList();
  }

  /**
   * The provider with this name.
   *
   * @throws IllegalRequestException if there is none
   */
  public BackendProvider provider(String name) {
    return providers.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalRequestException(Message.of("there is no backend '" + name + "'")));
  }

  /**
   * Chooses. With {@code auto} a wish for the CPU backend's products means the CPU backend.
   *
   * @param name {@value #AUTO}, or a provider's name
   * @throws BackendException with reason and remedy, if the request cannot be met
   * @throws IllegalArgumentException if the request makes no sense
   */
  public Selection select(String name, BackendRequest request) {
    if (!name.equals(AUTO)) {
      Availability.Usable found = provider(name).availability(request).orThrow();
      return new Selection(name, request, found);
    }
    if (request.cpuBlas().isPresent()) {
      return select(BackendProvider.CPU, request);
    }
    boolean deviceAsked = request.device().isPresent() || request.binding().isPresent();
    if (deviceAsked) {
      return select(BackendProvider.OPENCL, request);
    }
    Availability opencl = provider(BackendProvider.OPENCL).availability(request);
    if (opencl instanceof Availability.Usable found && openClIsFaster(found.device())) {
      opencl = provider(BackendProvider.OPENCL).examine(request, found, this::openCpu);
      if (opencl instanceof Availability.Usable taken) {
        return new Selection(BackendProvider.OPENCL, request, taken);
      }
    }
    Availability.Usable cpu = provider(BackendProvider.CPU).availability(request).orThrow();
    String notOpenCl =
        opencl.isUsable() ? "no GPU was found" : "OpenCL is not usable: " + opencl.reason();
    return cpu(request, cpu, notOpenCl);
  }

  private static Selection cpu(BackendRequest request, Availability.Usable found, String instead) {
    return new Selection(
        BackendProvider.CPU, request, found, found.why().then(Message.of("; " + instead)));
  }

  private Backend openCpu(Precision precision) {
    return provider(BackendProvider.CPU).open(BackendRequest.defaults().withPrecision(precision));
  }

  /**
   * What {@code auto} takes in the place of {@code refused}: another OpenCL device, a GPU before a
   * CPU device, then the CPU backend. Empty where the device was asked for, or there is nothing
   * else.
   *
   * @param passed devices that were passed over, {@code refused} among them
   * @param why why it was refused, one line
   */
  public Optional<Selection> instead(Selection refused, Set<Integer> passed, String why) {
    BackendRequest request = refused.request();
    boolean asked = request.binding().isPresent() || request.cpuBlas().isPresent();
    if (asked || !refused.backend().equals(BackendProvider.OPENCL)) {
      return Optional.empty();
    }
    BackendRequest any = request.withoutDevice();
    BackendProvider opencl = provider(BackendProvider.OPENCL);
    List<DeviceInfo> left =
        opencl.devices(any).stream()
            .filter(device -> !passed.contains(device.index()) && openClIsFaster(device))
            .sorted(Comparator.comparing(device -> device.kind() != DeviceInfo.Kind.GPU))
            .toList();
    for (DeviceInfo device : left) {
      BackendRequest one = any.withDevice(Integer.toString(device.index()));
      if (opencl.availability(one) instanceof Availability.Usable found
          && opencl.examine(one, found, this::openCpu) instanceof Availability.Usable taken) {
        return Optional.of(new Selection(BackendProvider.OPENCL, one, taken, Message.of(why)));
      }
    }
    return provider(BackendProvider.CPU).availability(any) instanceof Availability.Usable cpu
        ? Optional.of(cpu(any, cpu, why))
        : Optional.empty();
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
}
