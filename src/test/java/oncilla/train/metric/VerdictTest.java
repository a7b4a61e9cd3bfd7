package oncilla.train.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What numbers come to. */
class VerdictTest {
  private static final Optional<Confusion> UNKNOWN = Optional.empty();

  /** With a ROC-AUC; the other metrics do not matter. */
  private static ClassificationMetrics metrics(Confusion confusion, double rocAuc) {
    return new ClassificationMetrics(confusion, rocAuc, 0.5, 0.5, 0.5, 0.5);
  }

  private static List<Finding> findings(
      Confusion confusion, double rocAuc, Optional<Confusion> training) {
    return List.copyOf(Verdict.of(metrics(confusion, rocAuc), training).findings());
  }

  /** Half of the examples of each class, so many right of each. */
  private static Confusion balanced(long right, long wrong) {
    return new Confusion(right, wrong, wrong, right);
  }

  @Test
  void luckIsTheTailOfTheBinomialDistribution() {
    // From scipy.stats.binom.sf.
    assertEquals(0.04674952534378225, Binomial.atLeast(39, 50, 0.66), 1e-15);
    assertEquals(0.01048936783892586, Binomial.atLeast(62, 100, 0.5), 1e-15);
    assertEquals(2.584680378818927e-27, Binomial.atLeast(1240, 2000, 0.5), 1e-38);
    assertEquals(0.5, Binomial.atLeast(1, 1, 0.5), 1e-15);
    assertEquals(0, Binomial.atLeast(2, 1, 0.5));
  }

  @Test
  void theNotesModelIsBetterThanAlwaysCatByLittle() {
    Confusion notes = new Confusion(11, 6, 5, 28);
    Verdict verdict = Verdict.of(metrics(notes, 0.8), Optional.of(new Confusion(137, 0, 1, 71)));
    assertEquals(List.of(Finding.BETTER, Finding.OVERFITTING), List.copyOf(verdict.findings()));
    assertEquals(0.0467, verdict.luck(), 1e-4);
    // One fewer, and luck gets there in 9 of 100 such sets.
    assertEquals(List.of(Finding.UNCLEAR), findings(new Confusion(10, 7, 5, 28), 0.8, UNKNOWN));
  }

  @Test
  void asManyAsTheLargerClassIsNoBetter() {
    assertEquals(List.of(Finding.NOT_BETTER), findings(new Confusion(7, 10, 7, 26), 0.9, UNKNOWN));
    assertEquals(List.of(Finding.NOT_BETTER), findings(balanced(500, 500), 0.5, UNKNOWN));
    assertTrue(
        Double.isNaN(Verdict.of(metrics(balanced(5, 5), 0.5), UNKNOWN).luck()), "no luck needed");
  }

  @Test
  void oneThatAlwaysSaysTheSameIsFoundOut() {
    assertEquals(
        List.of(Finding.ALL_ONE_CLASS, Finding.NOT_BETTER),
        findings(new Confusion(0, 17, 0, 33), 0.5, UNKNOWN));
    assertEquals(
        List.of(Finding.ALL_ONE_CLASS, Finding.IMBALANCED, Finding.NOT_BETTER),
        findings(new Confusion(90, 0, 10, 0), 0.5, UNKNOWN));
  }

  @Test
  void imbalanceBeginsAtOneToThree() {
    assertTrue(findings(new Confusion(60, 15, 5, 20), 0.9, UNKNOWN).contains(Finding.IMBALANCED));
    assertEquals(List.of(Finding.BETTER), findings(new Confusion(70, 4, 5, 21), 0.9, UNKNOWN));
    // The rare class may be either.
    assertTrue(findings(new Confusion(20, 5, 15, 60), 0.9, UNKNOWN).contains(Finding.IMBALANCED));
  }

  @Test
  void imbalancedOnesAreJudgedByRankingAndBalancedAccuracy() {
    // 90 % right is what always the larger class has; the ranking is another matter.
    assertEquals(
        List.of(Finding.IMBALANCED, Finding.BETTER),
        findings(new Confusion(700, 200, 30, 70), 0.8, UNKNOWN));
    assertEquals(
        List.of(Finding.ALL_ONE_CLASS, Finding.IMBALANCED, Finding.RANKS_ONLY),
        findings(new Confusion(900, 0, 100, 0), 0.7, UNKNOWN));
    // 0.542: surely above 0.5, and yet only 4 of 45 are found.
    assertEquals(
        List.of(Finding.IMBALANCED, Finding.RANKS_ONLY),
        findings(new Confusion(353, 2, 41, 4), 0.726, UNKNOWN));
    assertEquals(
        List.of(Finding.IMBALANCED, Finding.NOT_BETTER),
        findings(new Confusion(800, 100, 95, 5), 0.48, UNKNOWN));
    // Of 12 examples nothing can be said.
    assertEquals(
        List.of(Finding.IMBALANCED, Finding.UNCLEAR),
        findings(new Confusion(6, 3, 1, 2), 0.7, UNKNOWN));
  }

  @Test
  void aSmallGapIsNoOverfitting() {
    Optional<Confusion> good = Optional.of(balanced(490, 10));
    assertEquals(List.of(Finding.BETTER), findings(balanced(470, 30), 0.98, good));
    assertEquals(
        List.of(Finding.BETTER, Finding.OVERFITTING), findings(balanced(400, 100), 0.9, good));
    // The same gap as that, on so few examples that it may be luck.
    assertEquals(List.of(Finding.UNCLEAR), findings(balanced(4, 1), 0.9, good));
  }

  @Test
  void whatIsNotLearnedIsUnderfitting() {
    assertEquals(
        List.of(Finding.BETTER, Finding.UNDERFITTING),
        findings(balanced(610, 390), 0.65, Optional.of(balanced(650, 350))));
    assertEquals(
        List.of(Finding.BETTER),
        findings(balanced(790, 210), 0.85, Optional.of(balanced(800, 200))));
    // 90 % right in training, but that is what always the larger class has.
    assertTrue(
        findings(new Confusion(900, 0, 100, 0), 0.7, Optional.of(new Confusion(900, 0, 100, 0)))
            .contains(Finding.UNDERFITTING));
  }

  @Test
  void imbalancedOverfittingIsAGapOfBalancedAccuracy() {
    List<Finding> findings =
        findings(new Confusion(850, 50, 70, 30), 0.75, Optional.of(new Confusion(900, 0, 0, 100)));
    assertTrue(findings.contains(Finding.OVERFITTING), findings::toString);
  }

  @Test
  void aSetOfOneClassShowsNothing() {
    assertEquals(
        List.of(Finding.ONE_CLASS_SET),
        findings(new Confusion(0, 0, 5, 20), Double.NaN, Optional.of(balanced(50, 50))));
  }

  @Test
  void codesAreInLowerCase() {
    assertEquals("not_better", Finding.NOT_BETTER.code());
  }
}
