package oncilla.backend.tuning;

/** Watches a {@link Tuner}. */
public interface TuningProgress {
  /**
   * The search for one kind of product begins.
   *
   * @param product precision, form and class
   * @param number from 1
   * @param of how many there are
   * @param start what is used so far, with its parameters
   * @param gflops its speed
   */
  void started(String product, int number, int of, String start, double gflops);

  /** {@code candidate} is about to be verified and timed. */
  void trying(String candidate);

  /**
   * {@code candidate} is done with.
   *
   * @param outcome what came of it, in one line
   * @param gain speed of the best so far over that of the start
   */
  void tried(String candidate, TuningOutcome outcome, String explanation, double gain);

  /**
   * The search for one kind of product has ended.
   *
   * @param row its result
   * @param file text of the tuning file with all results so far; it replaces the file
   */
  void decided(TuningRow row, String file);
}
