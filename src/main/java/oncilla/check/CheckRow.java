package oncilla.check;

import java.util.List;

/**
 * One line of a table of differences: an operation over all its cases, or a parameter block over
 * all steps.
 *
 * @param target the backend that was compared with the reference
 * @param subject the name of the operation, or of the parameter block
 * @param cases number of comparisons that the line sums up
 * @param error the error of the case nearest to (or farthest beyond) its bound; absolute for
 *     operations, relative for blocks
 * @param bound that case's bound
 * @param share that case's error as a share of its bound
 * @param failures what did not hold, one line each; empty if all did
 */
public record CheckRow(
    String target,
    String subject,
    int cases,
    double error,
    double bound,
    double share,
    List<String> failures) {
  /** Copies the list. */
  public CheckRow {
    failures = List.copyOf(failures);
  }

  /** Whether every comparison held. */
  public boolean holds() {
    return failures.isEmpty();
  }
}
