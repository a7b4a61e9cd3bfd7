package oncilla.cli.train;

import java.io.IOException;
import java.util.ArrayList;
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
import oncilla.cli.checkpoint.Checkpoints;
import oncilla.cli.checkpoint.Interruption;
import oncilla.cli.console.Messages;
import oncilla.cli.console.ProgressDisplay;
import oncilla.cli.console.Version;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.TrainTest;
import oncilla.io.ModelFile;
import oncilla.io.SavedModel;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.optim.GradientDescent;
import oncilla.report.figure.CostPlot;
import oncilla.report.figure.PendingFigure;
import oncilla.report.run.CostHistory;
import oncilla.report.run.ResultFile;
import oncilla.report.run.RunDirectory;
import oncilla.train.Evaluator;
import oncilla.train.MemoryPlan;
import oncilla.train.Trainer;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingListener;
import oncilla.train.TrainingListener.ValidationPoint;
import oncilla.train.TrainingResult;
import oncilla.train.Validation;
import oncilla.train.checkpoint.CheckpointFolder;
import oncilla.train.checkpoint.TrainingState;
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
 * @param again the run that this one is or is like, if it has been before
 * @param plan when its state is kept
 * @param identity size and checksum of the data, for {@code config.json}
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
    Suggestions retry,
    Optional<Again> again,
    Checkpoints.Plan plan,
    Map<String, Object> identity) {
  /**
   * Trains, evaluates and writes every file of the run directory.
   *
   * @param backend the selection, open
   */
  TrainReport train(Backend backend, Messages messages, boolean quiet) {
    MemoryPlan memory =
        MemoryPlan.find(backend, network, data.train().features(), config, validation);
    Beginning beginning = new Beginning(this, backend, memory, messages);
    CheckpointFolder folder = beginning.folder();
    Optional<TrainingState> from = beginning.state(folder);
    beginning.requireSpace(folder.file(), from.isPresent());
    memory.explanation().ifPresent(messages::say);
    TrainTest watched = watched(memory, messages);
    messages.detail(() -> table(backend, memory, watched).text());
    new Evaluator(backend).prepare(network, data.train().features());
    CostHistory history = new CostHistory();
    try (RunLog log = beginning.log(from, history);
        Interruption interruption =
            Interruption.listen(
                () -> messages.say("stopping after this step; once more ends at once"))) {
      Checkpoints checkpoints =
          new Checkpoints(
              folder, plan, interruption::isRequested, log::force, messages, System::nanoTime);
      TrainingResult trained =
          train(backend, watched, List.of(log, history), from, checkpoints, quiet);
      if (!trained.interrupted()) {
        interruption.stopListening();
      }
      OptionalInt exitCode = trained.interrupted() ? interruption.exitCode() : OptionalInt.empty();
      TrainReport report = finish(backend, messages, trained, history, exitCode);
      if (!trained.interrupted()) {
        checkpoints.finished();
      }
      return report;
    }
  }

  /** Evaluates, and writes every file of the end. */
  private TrainReport finish(
      Backend backend,
      Messages messages,
      TrainingResult trained,
      CostHistory history,
      OptionalInt exitCode) {
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
            verdict.map(VerdictText::toMap),
            trained.interrupted());
    Optional<String> noPlot = draw(test, history, subtitle(backend));
    noPlot.ifPresent(messages::warn);
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
        samples,
        exitCode);
  }

  /**
   * Draws what the costs and the test set show.
   *
   * @return why there is no plot of the cost; what has no fonts for that one has none for the rest
   */
  private Optional<String> draw(Optional<Judgement> test, CostHistory history, String subtitle) {
    CostPlot plot =
        new CostPlot(
            "Cost while training", subtitle, history.costs(), "accuracy", history.accuracies());
    List<PendingFigure> figures = new ArrayList<>();
    figures.add(new PendingFigure(directory.plot(), plot::write));
    test.ifPresent(
        judged ->
            figures.addAll(
                judged.write(
                    directory.path(),
                    "test set",
                    subtitle,
                    history.costs(),
                    history.accuracies())));
    return PendingFigure.drawAll(figures).get(0);
  }

  /** The data with the test set if learning curves are to be measured on it. */
  private TrainTest watched(MemoryPlan memory, Messages messages) {
    TrainTest without = new TrainTest(data.train(), Optional.empty());
    if (!curves || data.test().isEmpty()) {
      return without;
    }
    Optional<String> refusal = memory.curvesRefusal(data.test().get().features());
    refusal.ifPresent(why -> messages.warn("no test curves while training: " + why));
    return refusal.isPresent() ? without : data;
  }

  private static MemoryTable table(Backend backend, MemoryPlan memory, TrainTest watched) {
    return new MemoryTable(
        backend,
        watched.test().map(test -> memory.estimate(test.features())).orElseGet(memory::estimate),
        memory.evaluation());
  }

  private TrainingResult train(
      Backend backend,
      TrainTest watched,
      List<TrainingListener> watching,
      Optional<TrainingState> from,
      Checkpoints checkpoints,
      boolean quiet) {
    return (quiet ? ProgressDisplay.NONE : ProgressDisplay.LIVE_OR_LINES)
        .show(
            watching,
            listeners ->
                new Trainer()
                    .train(
                        backend,
                        network,
                        watched,
                        validation,
                        start,
                        config,
                        listeners,
                        from,
                        checkpoints));
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
      throw RescuedModel.save(model, directory.model(), cause);
    }
  }

  private Map<String, String> information(Backend backend) {
    Map<String, String> information =
        new LinkedHashMap<>(
            Map.of(
                "trained_on", source(),
                "training_examples", Integer.toString(data.train().size()),
                "l2", Double.toString(config.regularization().l2()),
                "oncilla_version", Version.current()));
    if (backend.unverified()) {
      information.put("unverified", "true");
    }
    return information;
  }

  /** What was trained on, with its path as it is from everywhere. */
  private String source() {
    String source = data.train().source();
    Optional<String> typed = retry.typed().values().getOrDefault("--train", Optional.empty());
    return typed.isPresent() && source.startsWith(typed.get())
        ? options.get("train") + source.substring(typed.get().length())
        : source;
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
