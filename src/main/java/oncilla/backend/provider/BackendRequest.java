package oncilla.backend.provider;

import java.util.Optional;
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
 */
public record BackendRequest(
    Optional<String> device,
    Optional<String> binding,
    Optional<Precision> precision,
    MatmulPrecision matmulPrecision,
    Optional<CpuBlas> cpuBlas,
    KernelTrust trust) {
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
    return new BackendRequest(device, binding, Optional.of(value), matmulPrecision, cpuBlas, trust);
  }

  /** The same request with a binding. */
  public BackendRequest withBinding(String value) {
    return new BackendRequest(
        device, Optional.of(value), precision, matmulPrecision, cpuBlas, trust);
  }

  /** The same request with a device. */
  public BackendRequest withDevice(String value) {
    return new BackendRequest(
        Optional.of(value), binding, precision, matmulPrecision, cpuBlas, trust);
  }

  /** The same request for any device. */
  public BackendRequest withoutDevice() {
    return new BackendRequest(
        Optional.empty(), binding, precision, matmulPrecision, cpuBlas, trust);
  }

  /** The same request with products of the CPU backend by this library. */
  public BackendRequest withCpuBlas(CpuBlas value) {
    return new BackendRequest(
        device, binding, precision, matmulPrecision, Optional.of(value), trust);
  }

  /** The same request with other kernels allowed. */
  public BackendRequest with(KernelTrust value) {
    return new BackendRequest(device, binding, precision, matmulPrecision, cpuBlas, value);
  }
}
