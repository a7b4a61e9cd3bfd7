package oncilla.backend.opencl.runtime;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.verification.OpVerifier;

/**
 * What an {@link OpenClBackend} is opened with beside its device.
 *
 * @param newMemory what new memory holds
 * @param cache where compiled programs are kept between processes, and what was verified
 * @param sources from a kernel file's name
 * @param verification how kernels are verified before they are used; empty where they are not
 * @param memoryLimit the bytes of memory that the device is to pass for having, if it has more
 */
public record BackendSetup(
    OpenClBackend.NewMemory newMemory,
    ProgramCache cache,
    UnaryOperator<String> sources,
    Optional<Verifying> verification,
    OptionalLong memoryLimit) {
  /** A setup for all the memory that a device has. */
  public BackendSetup(
      OpenClBackend.NewMemory newMemory,
      ProgramCache cache,
      UnaryOperator<String> sources,
      Optional<Verifying> verification) {
    this(newMemory, cache, sources, verification, OptionalLong.empty());
  }

  /**
   * How kernels are verified.
   *
   * @param verifier opens what knows the cases
   * @param news told of each kernel that is found wrong, in one line
   */
  public record Verifying(Supplier<OpVerifier> verifier, Consumer<String> news) {}
}
