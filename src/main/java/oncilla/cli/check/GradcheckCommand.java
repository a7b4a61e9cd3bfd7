package oncilla.cli.check;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.Precision;
import oncilla.backend.provider.Selection;
import oncilla.check.TrainingCase;
import oncilla.check.gradient.GradientCheck;
import oncilla.check.gradient.GradientPoint;
import oncilla.check.gradient.GradientResult;
import oncilla.check.gradient.GradientSettings;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.cli.console.Wording;
import oncilla.cli.options.BackendOptions;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.options.DataSourceOptions;
import oncilla.cli.options.ImageOptions;
import oncilla.cli.options.ModelOptions;
import oncilla.cli.targets.CheckTargets;
import oncilla.data.Dataset;
import oncilla.nn.Network;
import oncilla.report.Json;
import oncilla.train.TrainingConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradcheck}: the gradients of a training step against central differences of its cost. */
@Command(
    name = "gradcheck",
    header = "Compares the gradients of a training step with differences of its cost.",
    description = {
      "",
      "For a parameter the cost is computed a little above and a little below its",
      "value; the slope between the two is the numerical gradient. Without --train or",
      "--demo this is done for a small case of its own; the options of the model, as",
      "train has them, hold there too.",
      "",
      "In fp64 both gradients come from the same backend. In fp32 a difference of two",
      "costs has hardly a digit, so the fp64 reference takes it, and the bound is what",
      "rounding explains. Exit code 3 if a block does not hold.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
public final class GradcheckCommand implements Callable<Integer> {
  private static final List<String> ONLY_WITH_DATA =
      Stream.concat(Stream.of("--demo-pictures", "--standardize"), ImageOptions.names().stream())
          .toList();

  @Spec private CommandSpec spec;

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      defaultValue = "1e-5",
      description =
          "Step to either side (default ${DEFAULT-VALUE}). The error of a large step grows with"
              + " its square, and a small one leaves few digits of the difference: with 1e-7, as in"
              + " the notes, round-off alone puts a correct gradient 1.2e-7 off, over the bound of"
              + " 1e-7.")
  private double epsilon;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "Elements looked at of each block, drawn from the seed; where some are left, also one"
              + " random direction over all parameters (default: all of a network of up to "
              + GradientSettings.SMALL_NETWORK
              + " parameters, else "
              + GradientSettings.SAMPLES
              + ").")
  private Integer samples;

  @Mixin private DataSourceOptions data;
  @Mixin private ModelOptions model;
  @Mixin private BackendOptions backend;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    try (Messages messages = common.messages(spec, false)) {
      return call(messages);
    }
  }

  private int call(Messages messages) {
    GradientSettings settings =
        Usage.check(
            spec,
            () ->
                new GradientSettings(
                    epsilon, samples == null ? OptionalInt.empty() : OptionalInt.of(samples)));
    requireMeaning();
    model.require(spec, data.demo);
    model.regularization(spec, data.demo);
    Selection selection = select(messages);
    messages.say(Wording.of(selection.worded()));
    TrainingCase training = GradientPoint.withRandomBiases(training(messages));
    GradientReport report =
        backend.compute(
            selection,
            messages,
            (chosen, opened) ->
                new GradientReport(
                    training,
                    settings,
                    chosen,
                    opened.unverified(),
                    check(settings, opened, training)));
    if (common.json) {
      spec.commandLine().getOut().println(new Json().line(report.toMap()));
    } else {
      report.print(spec.commandLine().getOut());
    }
    return report.result().holds() ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
  }

  private static GradientResult check(
      GradientSettings settings, Backend opened, TrainingCase training) {
    GradientCheck check = new GradientCheck(settings);
    if (opened.precision() == Precision.FP64) {
      return check.check(opened, training);
    }
    try (Backend reference = CheckTargets.openReference()) {
      return check.check(opened, reference, training);
    }
  }

  /** Refuses options that would be taken and not used. */
  private void requireMeaning() {
    if (data.given()) {
      data.require(spec);
      return;
    }
    for (String option : ONLY_WITH_DATA) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw Usage.error(spec, option + " has no meaning without --train or --demo");
      }
    }
  }

  /** In fp64 if nothing else was asked for and the backend has it. */
  private Selection select(Messages messages) {
    if (backend.precision != null) {
      return backend.select(spec, Optional.empty());
    }
    try {
      return backend.select(spec, Optional.of(Precision.FP64));
    } catch (BackendException noFp64) {
      Selection other = backend.select(spec, Optional.empty());
      messages.say("not in fp64: " + Wording.of(noFp64));
      return other;
    }
  }

  private TrainingCase training(Messages messages) {
    if (data.test != null) {
      messages.say("--test is read, but gradients are those of the training data");
    }
    Dataset examples = data.given() ? examples(messages) : TrainingCase.smallData();
    Network network = model.network(examples.features().columns(), data.demo);
    TrainingConfig config =
        Usage.check(
            spec,
            () ->
                TrainingConfig.defaults()
                    .withRegularization(model.regularization(spec, data.demo))
                    .withSeed(model.seed));
    return new TrainingCase(
        examples.source(), network, examples, model.start(spec, network), config);
  }

  /** The training set, as the network is to get it. */
  private Dataset examples(Messages messages) {
    Dataset read = model.matched(data.load(spec, model.seed, messages), messages).train();
    return model.standardization(read, messages).map(read::standardized).orElse(read);
  }
}
