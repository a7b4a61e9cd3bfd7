package oncilla.cli.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.cli.console.Messages;
import oncilla.cli.console.ProgressDisplay;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.TrainTest;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.report.CostHistory;
import oncilla.report.Score;
import oncilla.report.experiment.Outcome;
import oncilla.report.figure.DecisionMap;
import oncilla.report.figure.PlaneArea;
import oncilla.train.Evaluation;
import oncilla.train.Evaluator;
import oncilla.train.NonFiniteCostException;
import oncilla.train.Trainer;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingResult;

/**
 * Trains one network in several ways on the same data.
 *
 * @param network the model
 * @param data training and test examples
 * @param config how to train, apart from regularization
 */
record Experiment(Network network, TrainTest data, TrainingConfig config) {

  /** Runs every arm. */
  List<Outcome> run(Backend backend, List<Arm> arms, Messages messages, boolean quiet) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Arm arm : arms) {
      messages.say("%d of %d: %s".formatted(outcomes.size() + 1, arms.size(), arm.name()));
      Outcome outcome = run(backend, arm, quiet);
      messages.say(
          String.format(
              Locale.ROOT,
              "  cost %.4f, accuracy %.4f%s, %.1f s",
              outcome.train().cost(),
              outcome.train().accuracy(),
              outcome
                  .test()
                  .map(
                      test ->
                          String.format(Locale.ROOT, " and %.4f on the test set", test.accuracy()))
                  .orElse(""),
              outcome.seconds()));
      outcomes.add(outcome);
    }
    return outcomes;
  }

  private Outcome run(Backend backend, Arm arm, boolean quiet) {
    CostHistory history = new CostHistory();
    Parameters start = arm.start().draw(network, config.seed());
    TrainingConfig regularized = config.withRegularization(arm.regularization());
    TrainingResult trained;
    try {
      trained =
          (quiet ? ProgressDisplay.NONE : ProgressDisplay.LIVE_ONLY)
              .show(
                  List.of(history),
                  listeners ->
                      new Trainer()
                          .train(backend, network, data.train(), start, regularized, listeners));
    } catch (NonFiniteCostException failure) {
      NonFiniteCostException named =
          new NonFiniteCostException(
              failure.iteration(), failure.layer(), arm.name() + ": " + failure.getMessage());
      named.initCause(failure);
      throw named;
    }
    Evaluator evaluator = new Evaluator(backend);
    return new Outcome(
        arm.key(),
        arm.name(),
        arm.meaning(),
        history.cost(arm.name()),
        score(evaluator, trained.parameters(), arm, data.train()),
        data.test().map(test -> score(evaluator, trained.parameters(), arm, test)),
        trained.seconds(),
        map(evaluator, trained.parameters()));
  }

  private Score score(Evaluator evaluator, Parameters parameters, Arm arm, Dataset examples) {
    Evaluation evaluation =
        evaluator.evaluate(
            network, parameters, examples, arm.regularization().l2(), data.train().size());
    return new Score(evaluation.accuracy(), evaluation.cost(), evaluation.dataCost());
  }

  /** Examples of two numbers lie in a plane, and the model can be looked at there. */
  private Optional<DecisionMap> map(Evaluator evaluator, Parameters parameters) {
    Features points = data.train().features();
    if (points.columns() != 2 || points.imageGeometry().isPresent()) {
      return Optional.empty();
    }
    PlaneArea area = PlaneArea.around(points);
    double[] probabilities =
        evaluator.probabilities(network, parameters, area.grid(DecisionMap.POINTS_PER_EDGE));
    return Optional.of(new DecisionMap(area, probabilities));
  }
}
