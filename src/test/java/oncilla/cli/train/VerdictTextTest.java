package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.cli.train.Suggestions.Suggestion;
import oncilla.train.metric.ClassificationMetrics;
import oncilla.train.metric.Confusion;
import oncilla.train.metric.Verdict;
import org.junit.jupiter.api.Test;

/** Every finding in words. */
class VerdictTextTest {
  private static VerdictText text(
      Confusion judged, double rocAuc, Confusion training, boolean weights, Suggestion... tries) {
    ClassificationMetrics metrics = new ClassificationMetrics(judged, rocAuc, 0.5, 0.5, 0.5, 0.5);
    Optional<Confusion> known = Optional.ofNullable(training);
    return new VerdictText(
        Verdict.of(metrics, known),
        metrics,
        JudgedOn.TEST,
        known,
        List.of("not a cat", "cat"),
        List.of(tries),
        weights);
  }

  private static List<String> sentences(Confusion judged, double rocAuc, Confusion training) {
    return text(judged, rocAuc, training, false).sentences();
  }

  @Test
  void balancedOnes() {
    assertEquals(
        List.of(
            "better than always saying cat: 39 of 50 right, against 33; luck alone gets there in 1"
                + " of 21 such sets",
            "overfitting: 99.5 % right in training, and 78.0 % right here"),
        sentences(new Confusion(11, 6, 5, 28), 0.8, new Confusion(137, 0, 1, 71)));
    assertEquals(
        List.of(
            "perhaps better than always saying cat: 38 of 50 right, against 33; luck alone gets"
                + " there in 1 of 11 such sets, so it takes more test examples to tell"),
        sentences(new Confusion(10, 7, 5, 28), 0.8, null));
    assertEquals(
        List.of(
            "it calls all 50 examples cat",
            "no better than always saying cat: 33 of 50 right, against 33",
            "underfitting: only 60.0 % right in training"),
        sentences(new Confusion(0, 17, 0, 33), 0.5, new Confusion(0, 40, 0, 60)));
    assertEquals(
        List.of(
            "better than always saying 'not a cat': 700 of 1000 right, against 500; luck alone gets"
                + " there in fewer than 1 of 1000 such sets"),
        sentences(new Confusion(350, 150, 150, 350), 0.8, null));
    assertEquals(
        List.of(
            "all 45 examples are cat: that does not show whether the model tells them from 'not a"
                + " cat'"),
        sentences(new Confusion(0, 0, 41, 4), Double.NaN, null));
  }

  @Test
  void imbalancedOnes() {
    assertEquals(
        List.of(
            "900 of 1000 examples are 'not a cat', so accuracy says little; judged by ROC-AUC and"
                + " balanced accuracy",
            "better than chance: ROC-AUC 0.80, balanced accuracy 0.74, by more than luck explains"),
        sentences(new Confusion(700, 200, 30, 70), 0.8, null));
    assertEquals(
        List.of(
            "it calls all 1000 examples 'not a cat'",
            "900 of 1000 examples are 'not a cat', so accuracy says little; judged by ROC-AUC and"
                + " balanced accuracy (--class-weight balanced trains for these)",
            "it puts cat before 'not a cat' better than chance (ROC-AUC 0.70), but at p > 0.5 it"
                + " hardly tells them apart (balanced accuracy 0.50)",
            "underfitting: only balanced accuracy 0.50 in training"),
        text(new Confusion(900, 0, 100, 0), 0.7, new Confusion(900, 0, 100, 0), true).sentences());
    assertEquals(
        "no better than chance: ROC-AUC 0.48, balanced accuracy 0.47",
        sentences(new Confusion(800, 100, 95, 5), 0.48, null).get(1));
    assertEquals(
        "perhaps better than chance: ROC-AUC 0.70, balanced accuracy 0.67, but with so few examples"
            + " luck gives as much",
        sentences(new Confusion(6, 3, 1, 2), 0.7, null).get(1));
  }

  private static VerdictText judgedOn(JudgedOn on) {
    VerdictText test = text(new Confusion(10, 7, 5, 28), 0.8, null, false);
    return new VerdictText(
        test.verdict(), test.judged(), on, test.training(), test.classNames(), List.of(), false);
  }

  /** Where there is no test set, it says what it takes for one, before all else. */
  @Test
  void whatWasHeldOut() {
    assertEquals(
        List.of(
            "judged by the 50 examples held out, as there is no test set",
            "perhaps better than always saying cat: 38 of 50 right, against 33; luck alone gets"
                + " there in 1 of 11 such sets, so it takes more examples held out to tell"),
        judgedOn(JudgedOn.VALIDATION).sentences());
    assertEquals(
        "judged by the 50 examples held out, as there is no test set; they chose the model as"
            + " well, so others may be right less often",
        judgedOn(JudgedOn.STOPPED_BY).sentences().get(0));
    assertEquals("test", judgedOn(JudgedOn.TEST).toMap().get("judged_on"));
    assertEquals("validation", judgedOn(JudgedOn.STOPPED_BY).toMap().get("judged_on"));
  }

  @Test
  void thePageAndTheJson() {
    VerdictText text =
        text(
            new Confusion(500, 0, 0, 500),
            1,
            new Confusion(500, 0, 0, 500),
            false,
            new Suggestion("does one thing", "java -jar a.jar train --demo"));
    String sentence =
        "better than always saying 'not a cat': 1000 of 1000 right, against 500; luck alone gets"
            + " there in fewer than 1 of 1000 such sets";
    assertEquals(
        List.of(
            "verdict " + sentence,
            "",
            "to try:",
            "  # does one thing",
            "  java -jar a.jar train --demo"),
        text.lines());
    assertEquals(
        Map.of(
            "judged_on", "test",
            "codes", List.of("better"),
            "text", List.of(sentence),
            "try", List.of("java -jar a.jar train --demo")),
        text.toMap());
  }
}
