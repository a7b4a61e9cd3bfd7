package oncilla.backend.tuning;

/** What came of a candidate. */
public enum TuningOutcome {
  /** Right, and clearly faster than the best so far. */
  BETTER,
  /** Right, and not clearly faster. */
  NOT_BETTER,
  /** Its results differ from the reference. */
  WRONG,
  /** It did not compile, or could not be launched. */
  FAILED,
  /** The time was up before it was measured. */
  UNMEASURED
}
