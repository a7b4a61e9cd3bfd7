package oncilla.cli.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import oncilla.backend.Activation;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.data.DataException;
import oncilla.data.Dataset;
import oncilla.data.Matching;
import oncilla.data.Standardizing;
import oncilla.data.TrainTest;
import oncilla.io.InitialParameters;
import oncilla.io.ModelFile;
import oncilla.io.SavedModel;
import oncilla.nn.Initialization;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.nn.Standardization;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The model, its start and its regularization. */
public final class ModelOptions {
  private static final String HIDDEN = "20,7,5";

  @Option(
      names = "--hidden",
      paramLabel = "N,N,…",
      description =
          "Units of the hidden layers; none is logistic regression (default 20,7,5; with --demo "
              + DemoDefaults.HIDDEN
              + ").")
  HiddenLayers hidden;

  @Option(
      names = "--activation",
      paramLabel = "F",
      completionCandidates = Choices.HiddenActivation.class,
      converter = Choices.HiddenActivation.class,
      description = "Behind each hidden layer: ${COMPLETION-CANDIDATES} (default relu).")
  Activation activation;

  @Option(
      names = "--init",
      paramLabel = "START",
      defaultValue = "lecun",
      description = "How weights start: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  Initialization.Scheme init;

  @Option(
      names = "--init-scale",
      paramLabel = "S",
      description = "Factor of the start normal (default 0.01).")
  Double initScale;

  @Option(
      names = "--init-from",
      paramLabel = "FILE",
      description = "Start from the W1, b1, … of a .safetensors or .npz file.")
  Path initFrom;

  @Option(
      names = "--standardize",
      description =
          "Subtract the mean of the training data from inputs and divide by its deviation: of each"
              + " channel of images, of each column of tables; the model keeps the numbers.")
  boolean standardize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Seed of start, dropout, order of batches, validation split and demo pictures"
              + " (default ${DEFAULT-VALUE}).")
  public long seed;

  @Mixin RegularizationOptions regularization;

  /** The classifier with these hidden layers. */
  public Network network(int inputs, boolean demo) {
    return Network.classifier(inputs, hidden(demo).units(), activation());
  }

  private Activation activation() {
    return activation == null ? Activation.RELU : activation;
  }

  private HiddenLayers hidden(boolean demo) {
    return hidden != null ? hidden : HiddenLayers.parse(demo ? DemoDefaults.HIDDEN : HIDDEN);
  }

  /** Refuses combinations without a meaning, and a start that cannot be, before data is read. */
  public void require(CommandSpec spec, boolean demo) {
    initialization(spec);
    if (activation != null && hidden(demo).units().isEmpty()) {
      throw Usage.error(spec, "--activation has no meaning without a hidden layer");
    }
  }

  /** L2 and dropout, checked against the number of hidden layers. */
  public Regularization regularization(CommandSpec spec, boolean demo) {
    return regularization.of(spec, List.of(network(1, demo)));
  }

  /** The file to start from, where there is one. */
  public Optional<Path> startFile() {
    return Optional.ofNullable(initFrom);
  }

  /** The start, checked without drawing it. */
  private Initialization initialization(CommandSpec spec) {
    if (initFrom != null && (initScale != null || Usage.given(spec, "--init"))) {
      throw Usage.error(spec, "--init and --init-scale have no meaning with --init-from");
    }
    OptionalDouble scale =
        initScale == null ? OptionalDouble.empty() : OptionalDouble.of(initScale);
    return Usage.check(spec, () -> Initialization.ofLabel(init.label(), scale));
  }

  /** The data, compared with what the model to start from takes, if that is one. */
  public TrainTest matched(TrainTest data, Messages messages) {
    Optional<SavedModel> model =
        initFrom == null ? Optional.empty() : ModelFile.loadIfModel(initFrom);
    if (model.isEmpty()) {
      return data;
    }
    return Matching.matchStart(
        data, ModelExpectation.of(model.get(), initFrom), messages.notices());
  }

  /**
   * What inputs are standardised with: the numbers of the training set where that was asked for, or
   * those of the model to start from, whose parameters go with them.
   *
   * @param train what is trained on, without what is held out
   */
  public Optional<Standardization> standardization(Dataset train, Messages messages) {
    Optional<SavedModel> model =
        initFrom == null ? Optional.empty() : ModelFile.loadIfModel(initFrom);
    Optional<Standardization> kept = model.flatMap(SavedModel::standardization);
    if (kept.isPresent()) {
      messages.say("inputs are standardised with the numbers of " + initFrom);
      return kept;
    }
    if (!standardize) {
      return Optional.empty();
    }
    if (model.isPresent()) {
      throw new DataException(
          Message.of(
              initFrom + ": its inputs are not standardised, so its parameters are of no use with ",
              Setting.STANDARDIZE,
              "; leave that out"));
    }
    return Optional.of(Standardizing.of(train.features()));
  }

  /** The parameters before the first step. */
  public Parameters start(CommandSpec spec, Network network) {
    Initialization initialization = initialization(spec);
    return initFrom != null
        ? InitialParameters.read(initFrom, network)
        : Usage.check(spec, () -> initialization.draw(network, seed));
  }

  /** Puts the options into a configuration. */
  public void describe(Map<String, Object> options, boolean demo) {
    options.put("hidden", hidden(demo).toString());
    options.put("activation", activation().label());
    options.put("init", init.label());
    options.put("init_scale", initScale);
    options.put("init_from", initFrom == null ? null : initFrom.toAbsolutePath().toString());
    options.put("standardize", standardize);
    options.put("seed", seed);
    regularization.describe(options);
  }
}
