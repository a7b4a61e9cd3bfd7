package oncilla.backend.opencl.tuning;

import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.tuning.TuningOutcome;

/** Measures candidates against the best so far, which a better one replaces. */
interface Contest {
  /**
   * Verifies {@code candidate}, then times it in turns with the best so far.
   *
   * @param deadline when it has passed, the candidate is left unmeasured
   */
  Verdict challenge(MatmulVariant candidate, Deadline deadline);

  /**
   * What came of a challenge.
   *
   * @param outcome in a word
   * @param explanation in a line
   * @param gain speed over that of the best before; 0 where it was not timed
   */
  record Verdict(TuningOutcome outcome, String explanation, double gain) {
    static Verdict untimed(TuningOutcome outcome, String explanation) {
      return new Verdict(outcome, explanation, 0);
    }
  }
}
