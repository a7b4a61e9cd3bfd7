package oncilla.data;

/** The set to train on or the set to measure on, of data that has both. */
public enum Split {
  /** The set to train on; in files {@code train_set_*}, {@code X} and {@code y}. */
  TRAIN,
  /** The set to measure on; in files {@code test_set_*}, {@code Xval} and {@code yval}. */
  TEST
}
