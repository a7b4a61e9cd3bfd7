package oncilla.cli.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.cli.train.Suggestions.Suggestion;
import oncilla.data.Dataset;
import oncilla.report.Curve;
import oncilla.report.figure.EvaluationFigures;
import oncilla.report.figure.PendingFigure;
import oncilla.report.run.FiguresFile;
import oncilla.train.metric.Confusion;
import oncilla.train.metric.Evaluation;
import oncilla.train.metric.Scores;
import oncilla.train.metric.Verdict;

/**
 * A model on examples that it was not trained on: what is said and drawn of it.
 *
 * @param evaluation what it says of the examples
 * @param scores how good that is
 * @param data the examples
 * @param on what the examples are
 * @param training right and wrong on the training set, where that is known
 */
record Judgement(
    Evaluation evaluation, Scores scores, Dataset data, JudgedOn on, Optional<Confusion> training) {
  /** The file of what figures are drawn from. */
  static final String FIGURES = "figures.json";

  /**
   * In words.
   *
   * @param retry the run, to be made again with a change; empty if it is not known
   * @param hasClassWeights whether {@code train} has {@code --class-weight}
   */
  VerdictText verdict(Optional<Suggestions> retry, boolean hasClassWeights) {
    Verdict verdict = Verdict.of(scores.classification(), training);
    List<Suggestion> suggestions =
        retry.map(suggested -> suggested.after(verdict)).orElse(List.of());
    return new VerdictText(
        verdict,
        scores.classification(),
        on,
        training,
        data.classNames(),
        suggestions,
        hasClassWeights);
  }

  /**
   * Writes what figures are drawn from, and the list of mistakes.
   *
   * @param set what the examples are, such as {@code test set}
   * @param subtitle model and device, one line
   * @param costs curves of the cost that stand in the same file; none for an evaluation
   * @param accuracies likewise
   * @return the figures, to be drawn into the same folder
   */
  List<PendingFigure> write(
      Path folder, String set, String subtitle, List<Curve> costs, List<Curve> accuracies) {
    EvaluationFigures figures =
        EvaluationFigures.of(evaluation.predictions(), scores.classification(), data.classNames());
    new FiguresFile(costs, accuracies, Optional.of(figures)).write(folder.resolve(FIGURES));
    List<PendingFigure> pending = new ArrayList<>(figures.in(folder, set, subtitle));
    new WrongExamples(data, evaluation.predictions()).write(folder).ifPresent(pending::add);
    return pending;
  }
}
