package oncilla.cli.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import oncilla.cli.console.Usage;
import oncilla.cli.experiment.Experiment.Variant;
import oncilla.cli.options.BackendOptions;
import oncilla.cli.options.CommonOptions;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Regularization;
import oncilla.report.Decimals;
import oncilla.report.experiment.ExperimentReport.Sweep;
import oncilla.report.experiment.VariantResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code experiment regularization}: none, L2 and dropout, on a set like the notes' football. */
@Command(
    name = "regularization",
    header = "Compares training without regularization, with L2 and with dropout.",
    description = {
      "",
      "Trains the same network on a set like the notes' football set. Draws the costs",
      "and what each network learned; with several values of lambda also the",
      "accuracies against them.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
final class RegularizationCommand implements Callable<Integer> {
  private static final String INTRODUCTION =
      "The same network, the same data and the same start, without regularization, with L2 and with"
          + " dropout. Without it, the network follows single examples: it does well on what it was"
          + " trained on and less well on others. L2 keeps weights small and so the boundary smooth;"
          + " dropout keeps units from relying on one another. Costs J of L2 hold its term, and"
          + " those of dropout are of the thinned network, so that the heights of the curves are"
          + " not to be compared: the accuracies are.";

  @Spec private CommandSpec spec;

  @Option(
      names = "--l2",
      paramLabel = "LAMBDA[,LAMBDA…]",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "0.7",
      description =
          "Strength of L2 (default ${DEFAULT-VALUE}); several, such as 0,0.1,0.7,2, are compared"
              + " in a figure of their own.")
  private List<Double> lambdas;

  @Option(
      names = "--keep-prob",
      paramLabel = "P[,P…]",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "0.86",
      description =
          "Dropout: the share of units kept (default ${DEFAULT-VALUE}), for all hidden layers or"
              + " one for each; 1 leaves dropout out.")
  private List<Double> keepProbabilities;

  @Mixin private ExperimentOptions options;
  @Mixin private BackendOptions backend;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Map<String, Object> ownOptions = new LinkedHashMap<>();
    ownOptions.put("l2", lambdas);
    ownOptions.put("keep_prob", keepProbabilities);
    return new ExperimentRun(
            spec, ExperimentOptions.Defaults.REGULARIZATION, options, backend, common)
        .run(
            new ExperimentRun.Subject(
                "Regularization",
                INTRODUCTION,
                "regularization",
                variants(),
                ownOptions,
                this::sweep));
  }

  private List<Variant> variants() {
    List<Variant> variants = new ArrayList<>();
    variants.add(
        variant(
            "none",
            "none",
            "Nothing keeps the network from learning its examples by heart.",
            Regularization.none()));
    Set<Double> seen = new HashSet<>();
    for (double lambda : lambdas) {
      Regularization l2 = Usage.check(spec, () -> Regularization.l2(lambda));
      if (!seen.add(lambda)) {
        throw Usage.error(spec, "--l2 has " + Decimals.shortest(lambda) + " twice");
      }
      if (lambda > 0) {
        variants.add(
            variant(
                key(lambda),
                "L2, λ = " + Decimals.shortest(lambda),
                "`λ / (2m) · Σ W²` is added to the cost: large weights, and with them sharp corners"
                    + " of the boundary, must pay for themselves.",
                l2));
      }
    }
    Regularization dropout = Usage.check(spec, () -> new Regularization(0, keepProbabilities));
    if (dropout.hasDropout()) {
      String keep =
          keepProbabilities.stream().map(Decimals::shortest).collect(Collectors.joining(", "));
      variants.add(
          variant(
              "dropout-" + keep.replace(", ", "-"),
              "dropout, keep " + keep,
              "In each step a hidden unit is kept with this probability and its activation divided"
                  + " by it. The network is measured whole.",
              dropout));
    }
    return variants;
  }

  /** Accuracies against λ, where several were asked for. */
  private Optional<Sweep> sweep(List<VariantResult> results) {
    if (lambdas.size() < 2) {
      return Optional.empty();
    }
    List<Double> ascending = lambdas.stream().sorted().toList();
    return Optional.of(
        new Sweep(
            "λ of L2",
            "l2",
            ascending,
            ascending.stream()
                .map(
                    lambda ->
                        results.stream()
                            .filter(result -> result.key().equals(key(lambda)))
                            .findFirst()
                            .orElseThrow())
                .toList()));
  }

  private static String key(double lambda) {
    return lambda == 0 ? "none" : "l2-" + Decimals.shortest(lambda);
  }

  private static Variant variant(
      String key, String name, String meaning, Regularization regularization) {
    return new Variant(key, name, meaning, Initialization.of(Scheme.LECUN), regularization);
  }
}
