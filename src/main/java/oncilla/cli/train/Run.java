package oncilla.cli.train;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import oncilla.backend.Activation;
import oncilla.backend.Backend;
import oncilla.backend.provider.Selection;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.cli.console.Messages;
import oncilla.cli.console.ProgressDisplay;
import oncilla.cli.console.Version;
import oncilla.cli.options.BackendOptions;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.TrainTest;
import oncilla.io.ModelFile;
import oncilla.io.SavedModel;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.optim.GradientDescent;
import oncilla.report.OutputException;
import oncilla.report.figure.CostPlot;
import oncilla.report.run.ConfigFile;
import oncilla.report.run.CostHistory;
import oncilla.report.run.ResultFile;
import oncilla.report.run.RunDirectory;
import oncilla.train.Evaluator;
import oncilla.train.MemoryEstimate;
import oncilla.train.Trainer;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingListener.ValidationPoint;
import oncilla.train.TrainingResult;
import oncilla.train.Validation;
import oncilla.train.health.NonFiniteCostException;
import oncilla.train.metric.Evaluation;
import oncilla.train.metric.Scores;

/**
 * One training run with all that it leaves behind.
 *
 * @param network the model
 * @param data training and test examples
 * @param validation what to validate on, held out of the training examples
 * @param start parameters before the first step
 * @param config how to train
 * @param selection what computes
 * @param directory where files go
 * @param options the command's options, for {@code config.json}
 * @param demo whether the data was drawn here
 * @param curves whether to measure learning curves where there is a test set
 * @param retry the command, to be suggested with a change
 */
record Run(
    Network network,
    TrainTest data,
    Optional<Validation> validation,
    Parameters start,
    TrainingConfig config,
    Selection selection,
    RunDirectory directory,
    Map<String, Object> options,
    boolean demo,
    boolean curves,
    Suggestions retry) {

  /**
   * Trains, evaluates and writes every file of the run directory.
   *
   * @param backend the selection, open
   */
  TrainReport train(Backend backend, Messages messages, boolean quiet) {
    // Better now than after hours of training.
    directory.requireSpace(
        parameterCount() * backend.precision().bytes(), directory.model().toString());
    new Evaluator(backend).prepare(network, data.train().features());
    CostHistory history = new CostHistory();
    TrainingResult trained = train(backend, watched(backend, messages), history, quiet);
    Evaluator evaluator = new Evaluator(backend);
    Scores train = measure(evaluator, trained.parameters(), data.train()).scores();
    requireFinite(train);
    Optional<Judgement> test =
        data.test()
            .map(
                examples -> judge(evaluator, trained.parameters(), examples, JudgedOn.TEST, train));
    Optional<Judgement> heldOut =
        validation.map(
            held ->
                judge(
                    evaluator,
                    trained.parameters(),
                    held.examples(),
                    held.patience().isPresent() ? JudgedOn.STOPPED_BY : JudgedOn.VALIDATION,
                    train));
    Optional<VerdictText> verdict =
        test.or(() -> heldOut)
            .map(judged -> judged.verdict(Optional.of(retry), retry.has("--class-weight")));
    save(trained.parameters(), backend);
    ResultFile result =
        new ResultFile(
            train,
            test.map(Judgement::scores),
            heldOut.map(Judgement::scores),
            backend.name(),
            backend.device().name(),
            backend.device().platform(),
            selection.binding(),
            backend.precision().label(),
            backend.unverified(),
            trained.seconds(),
            trained.iterations(),
            trained.kept().stream().mapToLong(ValidationPoint::iteration).findFirst(),
            verdict.map(VerdictText::toMap));
    Optional<String> noPlot =
        new CostPlot(
                "Cost while training",
                subtitle(backend),
                history.costs(),
                "accuracy",
                history.accuracies())
            .write(directory.plot());
    noPlot.ifPresent(messages::warn);
    test.ifPresent(
        judged ->
            judged.write(
                directory.path(),
                "test set",
                subtitle(backend),
                history.costs(),
                history.accuracies(),
                messages));
    List<java.nio.file.Path> samples = demo ? DemoSamples.write(directory, options) : List.of();
    result.write(directory.result());
    return new TrainReport(
        result,
        directory,
        data,
        validation,
        config.iterations(),
        noPlot.isEmpty(),
        verdict,
        samples);
  }

  private long parameterCount() {
    return network.layers().stream()
        .mapToLong(layer -> (layer.inputs() + 1L) * layer.outputs())
        .sum();
  }

  /** The data with the test set if learning curves are to be measured on it. */
  private TrainTest watched(Backend backend, Messages messages) {
    TrainTest without = new TrainTest(data.train(), Optional.empty());
    if (!curves || data.test().isEmpty()) {
      return without;
    }
    Optional<String> refusal =
        MemoryEstimate.curvesRefusal(
            backend,
            network,
            data.train().features(),
            config,
            validation,
            data.test().get().features());
    refusal.ifPresent(why -> messages.warn("no test curves while training: " + why));
    return refusal.isPresent() ? without : data;
  }

  private TrainingResult train(
      Backend backend, TrainTest watched, CostHistory history, boolean quiet) {
    ConfigFile configFile =
        new ConfigFile(
            Version.current(),
            "train",
            retry.typed().words(),
            options,
            BackendOptions.computedBy(selection, backend));
    try (RunLog log = new RunLog(directory, configFile)) {
      return (quiet ? ProgressDisplay.NONE : ProgressDisplay.LIVE_OR_LINES)
          .show(
              List.of(log, history),
              listeners ->
                  new Trainer()
                      .train(backend, network, watched, validation, start, config, listeners));
    }
  }

  private Evaluation measure(Evaluator evaluator, Parameters parameters, Dataset examples) {
    return evaluator.evaluate(
        network, parameters, examples, config.regularization().l2(), data.train().size());
  }

  private Judgement judge(
      Evaluator evaluator, Parameters parameters, Dataset examples, JudgedOn on, Scores train) {
    Evaluation evaluation = measure(evaluator, parameters, examples);
    return new Judgement(
        evaluation,
        evaluation.scores(),
        examples,
        on,
        Optional.of(train.classification().confusion()));
  }

  /** The last update has no cost of its own in the log; a model that gives none is no result. */
  private void requireFinite(Scores train) {
    if (!Double.isFinite(train.metrics().cost())) {
      throw new NonFiniteCostException(
          config.iterations(),
          OptionalInt.empty(),
          Message.of(
              "the cost is not finite after the last of %d updates; try a lower "
                  .formatted(config.iterations()),
              Setting.LEARNING_RATE,
              " than " + config.learningRate()));
    }
  }

  private void save(Parameters parameters, Backend backend) {
    Features features = data.train().features();
    Optional<SavedModel.ImageSize> image =
        features
            .imageGeometry()
            .map(
                geometry ->
                    new SavedModel.ImageSize(
                        geometry.height(),
                        geometry.width(),
                        geometry.channels(),
                        features.ofPixels()));
    SavedModel model =
        new SavedModel(
            network,
            parameters,
            backend.precision(),
            features.scale(),
            features.standardization(),
            image,
            data.train().classNames(),
            data.train().names(),
            information(backend));
    try {
      ModelFile.save(directory.model(), model);
    } catch (IOException cause) {
      throw OutputException.cannotWrite(directory.model(), cause);
    }
  }

  private Map<String, String> information(Backend backend) {
    Map<String, String> information =
        new LinkedHashMap<>(
            Map.of(
                "trained_on", data.train().source(),
                "training_examples", Integer.toString(data.train().size()),
                "l2", Double.toString(config.regularization().l2()),
                "oncilla_version", Version.current()));
    if (backend.unverified()) {
      information.put("unverified", "true");
    }
    return information;
  }

  private String subtitle(Backend backend) {
    String penalty = config.regularization().l2() > 0 ? ", L2 " + config.regularization().l2() : "";
    String rule = config.optimizer().rule().label();
    return "%s on %d examples, learning rate %s%s%s, %s %s%s"
        .formatted(
            network.sizes("-") + activation(),
            data.train().size(),
            config.learningRate(),
            config.optimizer() instanceof GradientDescent ? "" : ", " + rule,
            penalty,
            backend.name(),
            backend.precision().label(),
            backend.unverified() ? ", unverified" : "");
  }

  /** ReLU goes without saying. */
  private String activation() {
    return network
        .hiddenActivation()
        .filter(f -> f != Activation.RELU)
        .map(f -> " with " + f.label())
        .orElse("");
  }
}
