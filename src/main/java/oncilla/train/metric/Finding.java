package oncilla.train.metric;

import java.util.Locale;

/** One thing that a {@link Verdict} says of a model. */
public enum Finding {
  /** All examples are of one class, so that nothing tells a model from a word said always. */
  ONE_CLASS_SET,
  /** The model calls all examples the same. */
  ALL_ONE_CLASS,
  /** One class has three times the examples of the other or more: accuracy says little. */
  IMBALANCED,
  /** Better than always saying the larger class, by more than luck explains. */
  BETTER,
  /** Better, but luck alone would be often enough. */
  UNCLEAR,
  /** No better than always saying the larger class. */
  NOT_BETTER,
  /** The classes are imbalanced; the order is better than chance, and p &gt; 0.5 wastes it. */
  RANKS_ONLY,
  /** Much better on the training set. */
  OVERFITTING,
  /** Not good on the training set either. */
  UNDERFITTING;

  /** The name in JSON, such as {@code not_better}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
