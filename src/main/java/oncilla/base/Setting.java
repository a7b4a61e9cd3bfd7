package oncilla.base;

/**
 * What a user may set and a message may name. A library's caller knows a setting by the name that
 * it has in the code; the command line has an option for each.
 */
public enum Setting {
  /** The kind of backend. */
  BACKEND("backend"),
  /** Examples of an update. */
  BATCH_SIZE("batchSize"),
  /** What computes the products of the CPU backend. */
  CPU_BLAS("cpuBlas"),
  /** Index or part of the name of the device. */
  DEVICE("device"),
  /** What numbers are divided by. */
  DIVIDE("divide"),
  /** What the first line of a table is. */
  HEADER("header"),
  /** Columns that are left out. */
  IGNORE_COLUMNS("ignoreColumns"),
  /** Widths of the hidden layers. */
  HIDDEN("hiddenLayers"),
  /** Height and width of images. */
  IMAGE_SIZE("imageSize"),
  /** How the weights start. */
  INITIALIZATION("initialization"),
  /** Name of the array of inputs. */
  INPUT_ARRAY("inputArray"),
  /** Name of the array of labels. */
  LABEL_ARRAY("labelArray"),
  /** The column with the labels. */
  LABEL_COLUMN("labelColumn"),
  /** The step of gradient descent. */
  LEARNING_RATE("learningRate"),
  /** The class with label 1. */
  POSITIVE("positive"),
  /** fp32 or fp64. */
  PRECISION("precision"),
  /** Whether unreadable images are left out. */
  SKIP_UNREADABLE("skipUnreadable"),
  /** Whether inputs are standardised. */
  STANDARDIZE("standardize"),
  /** Whether kernels are used that nobody verified. */
  UNVERIFIED("unverified"),
  /** The share of the training set that is held out to validate on. */
  VALIDATION_SPLIT("validationSplit");

  private final String name;

  Setting(String name) {
    this.name = name;
  }

  /** The name in the code, as {@code learningRate}. */
  @Override
  public String toString() {
    return name;
  }
}
