package oncilla.cli.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.base.Message;
import oncilla.cli.console.Messages;
import oncilla.cli.console.ProgressDisplay;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.TrainTest;
import oncilla.nn.Initialization;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.report.experiment.VariantResult;
import oncilla.report.figure.DecisionMap;
import oncilla.report.figure.PlaneArea;
import oncilla.report.run.CostHistory;
import oncilla.train.Evaluator;
import oncilla.train.MemoryPlan;
import oncilla.train.Trainer;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingResult;
import oncilla.train.health.NonFiniteCostException;
import oncilla.train.metric.Metrics;

/**
 * Trains the same network on the same data once for each variant, and evaluates each.
 *
 * @param network the model
 * @param data training and test examples
 * @param config how to train, apart from regularization
 */
record Experiment(Network network, TrainTest data, TrainingConfig config) {
  /**
   * One of the ways of training that an experiment compares.
   *
   * @param key names it in files and for programs
   * @param name names it for people
   * @param meaning what is done and what is to be seen, in Markdown
   * @param start how its weights start
   * @param regularization its L2 and dropout
   */
  record Variant(
      String key,
      String name,
      String meaning,
      Initialization start,
      Regularization regularization) {}

  /**
   * Trains and evaluates every variant.
   *
   * @return the results, in the order of the variants
   */
  List<VariantResult> run(
      Backend backend, List<Variant> variants, Messages messages, boolean quiet) {
    List<VariantResult> results = new ArrayList<>();
    for (Variant variant : variants) {
      messages.say("%d of %d: %s".formatted(results.size() + 1, variants.size(), variant.name()));
      MemoryPlan.find(
              backend,
              network,
              data.train().features(),
              config.withRegularization(variant.regularization()),
              Optional.empty())
          .explanation()
          .ifPresent(messages::say);
      VariantResult result = run(backend, variant, quiet);
      messages.say(
          String.format(
              Locale.ROOT,
              "  cost %.4f, accuracy %.4f%s, %.1f s",
              result.train().cost(),
              result.train().accuracy(),
              result
                  .test()
                  .map(
                      test ->
                          String.format(Locale.ROOT, " and %.4f on the test set", test.accuracy()))
                  .orElse(""),
              result.seconds()));
      results.add(result);
    }
    return results;
  }

  private VariantResult run(Backend backend, Variant variant, boolean quiet) {
    CostHistory history = new CostHistory();
    Parameters start = variant.start().draw(network, config.seed());
    TrainingConfig regularized = config.withRegularization(variant.regularization());
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
              failure.iteration(),
              failure.layer(),
              Message.of(variant.name() + ": ").then(failure.worded()));
      named.initCause(failure);
      throw named;
    }
    Evaluator evaluator = new Evaluator(backend);
    return new VariantResult(
        variant.key(),
        variant.name(),
        variant.meaning(),
        history.cost(variant.name()),
        measure(evaluator, trained.parameters(), variant, data.train()),
        data.test().map(test -> measure(evaluator, trained.parameters(), variant, test)),
        trained.seconds(),
        map(evaluator, trained.parameters()));
  }

  private Metrics measure(
      Evaluator evaluator, Parameters parameters, Variant variant, Dataset examples) {
    return evaluator
        .evaluate(network, parameters, examples, variant.regularization().l2(), data.train().size())
        .metrics();
  }

  /** What the model predicts in the plane, where examples are of two numbers. */
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
