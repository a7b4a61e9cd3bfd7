package oncilla.check.verification;

import java.util.List;

/**
 * What came of comparing one case on one backend with the reference.
 *
 * @param op the operation
 * @param label the case
 * @param largestError largest absolute difference from the reference
 * @param share largest difference as a share of its own bound; at most 1 if the case holds
 * @param errorAtShare that difference
 * @param failures what did not hold, worst first, empty if all did; each one line
 */
public record OpResult(
    String op,
    String label,
    double largestError,
    double share,
    double errorAtShare,
    List<String> failures) {
  /** Copies the list. */
  public OpResult {
    failures = List.copyOf(failures);
  }

  /** Whether the case holds. */
  public boolean holds() {
    return failures.isEmpty();
  }
}
