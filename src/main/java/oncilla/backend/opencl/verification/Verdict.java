package oncilla.backend.opencl.verification;

import java.util.Optional;

/**
 * What was found out about a use of a kernel.
 *
 * @param length of sums and loops up to which it was right; 0 where it was wrong
 * @param fault what was wrong, in one line; empty where nothing was
 */
record Verdict(long length, Optional<String> fault) {
  /** Right up to {@code length}. */
  static Verdict right(long length) {
    return new Verdict(length, Optional.empty());
  }

  /** Wrong. */
  static Verdict wrong(String fault) {
    return new Verdict(0, Optional.of(fault));
  }

  /** That of the two which covers more; a wrong one counts before any other. */
  Verdict longer(Verdict other) {
    return fault.isPresent() || other.fault.isEmpty() && length >= other.length ? this : other;
  }

  /** Whether it covers sums and loops of {@code wanted}. */
  boolean covers(long wanted) {
    return fault.isEmpty() && length >= wanted;
  }
}
