package oncilla.data;

/** What a data set is read for: files that hold two sets are asked for one of them. */
public enum Split {
  /** To train on: {@code train_set_*}, {@code X} and {@code y}. */
  TRAIN,
  /** To measure on: {@code test_set_*}, {@code Xval} and {@code yval}. */
  TEST
}
