package oncilla.train.metric;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a model is worth anything, judged from numbers alone.
 *
 * <p>It is compared with always saying the larger class. If each example were right with the base
 * rate's probability, the number of right ones would be binomial; where as many as the model has
 * would come about in fewer than one of twenty such sets, the model is better. Where one class has
 * three times the examples of the other or more, accuracy says little, and the model is better if
 * both its ROC-AUC and its balanced accuracy are above 0.5 by 1.645 standard errors, which is the
 * same one in twenty, and the latter at least half as far as the former. (Of two normal
 * distributions close to one another the best threshold gets 0.7 as far; one that gets less than
 * half wastes the order.)
 *
 * @param findings in the order of {@link Finding}
 * @param luck the probability that luck alone gets as many right; NaN where that is not what the
 *     verdict rests on
 */
public record Verdict(Set<Finding> findings, double luck) {
  private static final double SELDOM = 0.05;
  private static final double STANDARD_ERRORS = 1.645;
  private static final long IMBALANCE = 3;

  /** How much of the order a threshold must make use of. */
  private static final double USED = 0.5;

  /** A smaller gap between training and test set is nothing to do something about. */
  private static final double GAP = 0.05;

  /** A gap may be luck as well: two standard errors. */
  private static final double GAP_ERRORS = 2;

  /** Less than half the way from always the larger class to all right is little. */
  private static final double LITTLE = 0.5;

  /** Copies the set. */
  public Verdict {
    EnumSet<Finding> ordered = EnumSet.noneOf(Finding.class);
    ordered.addAll(findings);
    findings = Collections.unmodifiableSet(ordered);
  }

  /**
   * Judges.
   *
   * @param judged metrics of examples that the model was not trained on
   * @param training right and wrong on the training set, where that is known
   */
  public static Verdict of(ClassificationMetrics judged, Optional<Confusion> training) {
    Confusion confusion = judged.confusion();
    Set<Finding> findings = EnumSet.noneOf(Finding.class);
    if (!confusion.hasBothClasses()) {
      findings.add(Finding.ONE_CLASS_SET);
      return new Verdict(findings, Double.NaN);
    }
    long predicted = confusion.predictedPositives();
    if (predicted == 0 || predicted == confusion.examples()) {
      findings.add(Finding.ALL_ONE_CLASS);
    }
    double luck = Double.NaN;
    boolean imbalanced = isImbalanced(confusion);
    if (imbalanced) {
      findings.add(Finding.IMBALANCED);
      findings.add(ofRanking(judged));
    } else {
      long larger = Math.max(confusion.positives(), confusion.negatives());
      boolean more = confusion.right() > larger;
      if (more) {
        luck = Binomial.atLeast(confusion.right(), confusion.examples(), confusion.baseRate());
      }
      findings.add(!more ? Finding.NOT_BETTER : luck < SELDOM ? Finding.BETTER : Finding.UNCLEAR);
    }
    training.ifPresent(
        known -> {
          if (overfits(known, confusion, imbalanced)) {
            findings.add(Finding.OVERFITTING);
          } else if (gain(known, imbalanced) < LITTLE) {
            findings.add(Finding.UNDERFITTING);
          }
        });
    return new Verdict(findings, luck);
  }

  private static boolean isImbalanced(Confusion confusion) {
    long larger = Math.max(confusion.positives(), confusion.negatives());
    return larger >= IMBALANCE * Math.min(confusion.positives(), confusion.negatives());
  }

  private static Finding ofRanking(ClassificationMetrics judged) {
    Confusion confusion = judged.confusion();
    double pairs = 12.0 * confusion.positives() * confusion.negatives();
    // Of the statistic of Mann and Whitney, divided by the number of pairs.
    double error = Math.sqrt((confusion.examples() + 1) / pairs);
    boolean ranks = judged.rocAuc() - 0.5 > STANDARD_ERRORS * error;
    double above = confusion.balancedAccuracy() - 0.5;
    boolean labels =
        above > STANDARD_ERRORS * Math.sqrt(varianceOfBalancedAccuracy(confusion))
            && above >= USED * (judged.rocAuc() - 0.5);
    if (ranks) {
      return labels ? Finding.BETTER : Finding.RANKS_ONLY;
    }
    return judged.rocAuc() > 0.5 && confusion.balancedAccuracy() > 0.5
        ? Finding.UNCLEAR
        : Finding.NOT_BETTER;
  }

  private static boolean overfits(Confusion training, Confusion judged, boolean imbalanced) {
    double gap =
        imbalanced
            ? training.balancedAccuracy() - judged.balancedAccuracy()
            : training.accuracy() - judged.accuracy();
    double variance =
        imbalanced
            ? varianceOfBalancedAccuracy(training) + varianceOfBalancedAccuracy(judged)
            : varianceOfShare(training.right(), training.examples())
                + varianceOfShare(judged.right(), judged.examples());
    return gap > GAP && gap > GAP_ERRORS * Math.sqrt(variance);
  }

  /** How far the way is gone from always saying the larger class to all right. */
  private static double gain(Confusion confusion, boolean imbalanced) {
    double base = imbalanced ? 0.5 : confusion.baseRate();
    double reached = imbalanced ? confusion.balancedAccuracy() : confusion.accuracy();
    return (reached - base) / (1 - base);
  }

  private static double varianceOfBalancedAccuracy(Confusion confusion) {
    return (varianceOfShare(confusion.truePositives(), confusion.positives())
            + varianceOfShare(confusion.trueNegatives(), confusion.negatives()))
        / 4;
  }

  /** With one right and one wrong added, so that few examples are never certain. */
  private static double varianceOfShare(long right, long all) {
    double share = (right + 1.0) / (all + 2);
    return share * (1 - share) / (all + 2);
  }
}
