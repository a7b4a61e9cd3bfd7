package oncilla.cli.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import oncilla.backend.Backend;
import oncilla.backend.provider.KernelTrust;
import oncilla.backend.provider.Selection;
import oncilla.check.CheckRow;
import oncilla.check.Crosscheck;
import oncilla.check.TrainingCase;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.options.DataSourceOptions;
import oncilla.cli.options.ModelOptions;
import oncilla.cli.options.RateOptions;
import oncilla.cli.targets.CheckTargets;
import oncilla.data.Dataset;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.report.Json;
import oncilla.train.TrainingConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code crosscheck}: operations and training steps against the EJML fp64 reference. */
@Command(
    name = "crosscheck",
    header = "Compares operations and training steps with the EJML fp64 reference.",
    description = {
      "",
      "Without options it compares everything usable here, on its own small case.",
      "With data, and options for the model as train has them, it trains that instead.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
public final class CrosscheckCommand implements Callable<Integer> {
  private static final int STEPS = 10;

  /** Options that need no data. */
  private static final Set<String> ALWAYS =
      Set.of("--backend", "--binding", "--precision", "--device", "--json", "--verbose");

  @Spec private CommandSpec spec;
  @Mixin private CheckTargets targets;
  @Mixin private DataSourceOptions data;
  @Mixin private ModelOptions model;
  @Mixin private RateOptions rate;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    try (Messages messages = common.messages(spec, false)) {
      return call(messages);
    }
  }

  private int call(Messages messages) {
    if (!data.given()) {
      refuseModelOptions();
    }
    TrainingCase trainingCase = data.given() ? given(messages) : TrainingCase.small();
    List<Selection> compared = targets.find(spec, messages, KernelTrust.UNVERIFIED);
    List<CheckRow> rows = new ArrayList<>();
    try (Backend reference = CheckTargets.openReference()) {
      Crosscheck crosscheck = new Crosscheck(reference);
      List<Parameters> expected = crosscheck.referenceSteps(trainingCase, STEPS);
      for (Selection target : compared) {
        messages.say("comparing " + target.label() + " on " + target.device().name());
        try (Backend backend = target.open()) {
          rows.addAll(crosscheck.operations(target.label(), backend));
          rows.addAll(crosscheck.steps(target.label(), backend, trainingCase, expected));
        }
      }
    }
    CheckTable table = new CheckTable(rows);
    if (common.json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("case", trainingCase.name());
      result.putAll(table.toMap());
      spec.commandLine().getOut().println(new Json().line(result));
    } else {
      table.print(spec.commandLine().getOut());
    }
    return table.holds() ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
  }

  private TrainingCase given(Messages messages) {
    data.require(spec);
    model.require(spec, data.demo);
    Regularization regularization = model.regularization(spec, data.demo);
    TrainingConfig config =
        Usage.check(
            spec,
            () ->
                new TrainingConfig(
                    STEPS, rate.learningRate(data.demo), regularization, model.seed, 1));
    Dataset examples = examples(messages);
    Network network = model.network(examples.features().columns(), data.demo);
    return new TrainingCase(
        examples.source(), network, examples, model.start(spec, network), config);
  }

  /** The built-in case has its own model, so options for one would be ignored. */
  private void refuseModelOptions() {
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (!ALWAYS.contains(option.longestName())) {
        throw Usage.error(
            spec, option.longestName() + " has no meaning without --train PATH or --demo");
      }
    }
  }

  /** The training set, as the network is to get it. */
  private Dataset examples(Messages messages) {
    Dataset read = model.matched(data.load(spec, model.seed, messages), messages).train();
    return model.standardization(read, messages).map(read::standardized).orElse(read);
  }
}
