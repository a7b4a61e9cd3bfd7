package oncilla.cli.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import oncilla.cli.train.Suggestions.Suggestion;
import oncilla.data.Listed;
import oncilla.train.metric.ClassificationMetrics;
import oncilla.train.metric.Confusion;
import oncilla.train.metric.Finding;
import oncilla.train.metric.Verdict;

/**
 * A verdict in words.
 *
 * @param verdict what is said
 * @param judged metrics of the set that the model was judged on
 * @param on what that set is
 * @param training right and wrong on the training set, where that is known
 * @param classNames of label 0 and label 1
 * @param suggestions what to try next
 * @param hasClassWeights whether {@code train} has {@code --class-weight}
 */
record VerdictText(
    Verdict verdict,
    ClassificationMetrics judged,
    JudgedOn on,
    Optional<Confusion> training,
    List<String> classNames,
    List<Suggestion> suggestions,
    boolean hasClassWeights) {
  /** What it rests on, where that is no test set, and a sentence for each finding. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    on.sentence(confusion().examples()).ifPresent(sentences::add);
    verdict.findings().forEach(finding -> sentences.add(sentence(finding)));
    return sentences;
  }

  /** All of it on a page of text. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<String> sentences = sentences();
    for (int i = 0; i < sentences.size(); i++) {
      lines.add((i == 0 ? "verdict " : "        ") + sentences.get(i));
    }
    if (!suggestions.isEmpty()) {
      lines.add("");
      lines.add(suggestions.size() == 1 ? "to try:" : "to try, one at a time:");
      for (Suggestion suggestion : suggestions) {
        lines.add("  # " + suggestion.why());
        lines.add("  " + suggestion.command());
      }
    }
    return lines;
  }

  /**
   * For programs: {@code judged_on}, {@code codes}, {@code text}, and the commands in {@code try}.
   */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("judged_on", on.label());
    map.put("codes", verdict.findings().stream().map(Finding::code).toList());
    map.put("text", sentences());
    map.put("try", suggestions.stream().map(Suggestion::command).toList());
    return map;
  }

  private String sentence(Finding finding) {
    return switch (finding) {
      case ONE_CLASS_SET ->
          "all %d examples are %s: that does not show whether the model tells them from %s"
              .formatted(confusion().examples(), larger(), smaller());
      case ALL_ONE_CLASS -> "it calls all %d examples %s".formatted(confusion().examples(), said());
      case IMBALANCED ->
          "%d of %d examples are %s, so accuracy says little; judged by ROC-AUC and balanced accuracy%s"
              .formatted(
                  largerCount(),
                  confusion().examples(),
                  larger(),
                  hasClassWeights ? " (--class-weight balanced trains for these)" : "");
      case BETTER ->
          imbalanced()
              ? "better than chance: %s, by more than luck explains".formatted(rankedAndBalanced())
              : "better than always saying %s: %s; luck alone gets there in %s such sets"
                  .formatted(larger(), rightAgainstBase(), oneIn());
      case UNCLEAR ->
          imbalanced()
              ? "perhaps better than chance: %s, but with so few examples luck gives as much"
                  .formatted(rankedAndBalanced())
              : "perhaps better than always saying %s: %s; luck alone gets there in %s such sets, so it takes more %s to tell"
                  .formatted(larger(), rightAgainstBase(), oneIn(), on.examples());
      case NOT_BETTER ->
          imbalanced()
              ? "no better than chance: %s".formatted(rankedAndBalanced())
              : "no better than always saying %s: %s".formatted(larger(), rightAgainstBase());
      case RANKS_ONLY ->
          "it puts %s before %s better than chance (ROC-AUC %s), but at p > 0.5 it hardly tells them apart (balanced accuracy %s)"
              .formatted(
                  positive(),
                  negative(),
                  number(judged.rocAuc()),
                  number(confusion().balancedAccuracy()));
      case OVERFITTING ->
          "overfitting: %s in training, and %s here"
              .formatted(reached(training.orElseThrow()), reached(confusion()));
      case UNDERFITTING ->
          "underfitting: only %s in training".formatted(reached(training.orElseThrow()));
    };
  }

  private Confusion confusion() {
    return judged.confusion();
  }

  private boolean imbalanced() {
    return verdict.findings().contains(Finding.IMBALANCED);
  }

  private long largerCount() {
    return Math.max(confusion().positives(), confusion().negatives());
  }

  private String rightAgainstBase() {
    return "%d of %d right, against %d"
        .formatted(confusion().right(), confusion().examples(), largerCount());
  }

  private String rankedAndBalanced() {
    return "ROC-AUC %s, balanced accuracy %s"
        .formatted(number(judged.rocAuc()), number(confusion().balancedAccuracy()));
  }

  private String reached(Confusion confusion) {
    return imbalanced()
        ? "balanced accuracy " + number(confusion.balancedAccuracy())
        : String.format(Locale.ROOT, "%.1f %% right", 100 * confusion.accuracy());
  }

  /** As {@code 1 of 21}, rounded down, so that luck is never made to look rarer than it is. */
  private String oneIn() {
    return verdict.luck() < 0.001
        ? "fewer than 1 of 1000"
        : "1 of " + Math.max(1, (long) (1 / verdict.luck()));
  }

  private String larger() {
    return name(confusion().largerClass());
  }

  private String smaller() {
    return name(1 - confusion().largerClass());
  }

  private String said() {
    return confusion().predictedPositives() > 0 ? positive() : negative();
  }

  private String positive() {
    return name(1);
  }

  private String negative() {
    return name(0);
  }

  private String name(int label) {
    return Listed.className(classNames.get(label));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
