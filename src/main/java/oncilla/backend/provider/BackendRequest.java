package oncilla.backend.provider;

import java.util.Optional;
import java.util.OptionalLong;
import oncilla.backend.DeviceInfo;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;

/**
 * What a user asked a backend to be. Empty means: the backend's default.
 *
 * @param device index or part of the name of the device
 * @param binding one of the provider's {@link BackendProvider#bindings}
 * @param precision fp32 or fp64
 * @param matmulPrecision how exact matrix products are
 * @param cpuBlas what computes the products of the CPU backend
 * @param trust which kernels may be used
 * @param memoryLimit bytes of memory that the device is to pass for having, if it has more
 */
public record BackendRequest(
    Optional<String> device,
    Optional<String> binding,
    Optional<Precision> precision,
    MatmulPrecision matmulPrecision,
    Optional<CpuBlas> cpuBlas,
    KernelTrust trust,
    OptionalLong memoryLimit) {
  /** A request for all the memory that a device has. */
  public BackendRequest(
      Optional<String> device,
      Optional<String> binding,
      Optional<Precision> precision,
      MatmulPrecision matmulPrecision,
      Optional<CpuBlas> cpuBlas,
      KernelTrust trust) {
    this(device, binding, precision, matmulPrecision, cpuBlas, trust, OptionalLong.empty());
  }

  /** A request for verified kernels. */
  public BackendRequest(
      Optional<String> device,
      Optional<String> binding,
      Optional<Precision> precision,
      MatmulPrecision matmulPrecision,
      Optional<CpuBlas> cpuBlas) {
    this(device, binding, precision, matmulPrecision, cpuBlas, KernelTrust.VERIFIED);
  }

  /** A request without a wish for the CPU backend's products. */
  public BackendRequest(
      Optional<String> device,
      Optional<String> binding,
      Optional<Precision> precision,
      MatmulPrecision matmulPrecision) {
    this(device, binding, precision, matmulPrecision, Optional.empty());
  }

  /** Asks for nothing in particular. */
  public static BackendRequest defaults() {
    return new BackendRequest(
        Optional.empty(), Optional.empty(), Optional.empty(), MatmulPrecision.HIGHEST);
  }

  /** The same request with a precision. */
  public BackendRequest withPrecision(Precision value) {
    return new BackendRequest(
        device, binding, Optional.of(value), matmulPrecision, cpuBlas, trust, memoryLimit);
  }

  /** The same request with a binding. */
  public BackendRequest withBinding(String value) {
    return new BackendRequest(
        device, Optional.of(value), precision, matmulPrecision, cpuBlas, trust, memoryLimit);
  }

  /** The same request with a device. */
  public BackendRequest withDevice(String value) {
    return new BackendRequest(
        Optional.of(value), binding, precision, matmulPrecision, cpuBlas, trust, memoryLimit);
  }

  /** The same request for any device. */
  public BackendRequest withoutDevice() {
    return new BackendRequest(
        Optional.empty(), binding, precision, matmulPrecision, cpuBlas, trust, memoryLimit);
  }

  /** The same request with products of the CPU backend by this library. */
  public BackendRequest withCpuBlas(CpuBlas value) {
    return new BackendRequest(
        device, binding, precision, matmulPrecision, Optional.of(value), trust, memoryLimit);
  }

  /** The same request with other kernels allowed. */
  public BackendRequest with(KernelTrust value) {
    return new BackendRequest(
        device, binding, precision, matmulPrecision, cpuBlas, value, memoryLimit);
  }

  /** The same request for a device that passes for one with no more memory than this. */
  public BackendRequest withMemoryLimit(OptionalLong value) {
    return new BackendRequest(device, binding, precision, matmulPrecision, cpuBlas, trust, value);
  }

  /** What the device passes for. */
  public DeviceInfo limited(DeviceInfo info) {
    return memoryLimit.isPresent() ? info.limitedTo(memoryLimit.getAsLong()) : info;
  }
}
