package oncilla.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The options in the help of a command. Where it has many, {@code --help} shows the ten that people
 * use and {@code --help-all} every one under the headings of {@link OptionGroup}; where it has few,
 * both show them all as they are.
 */
final class OptionHelp {
  /** The option that shows all. */
  static final String ALL = "--help-all";

  private static final String HELP = "--help";

  /** The ten that people use, of the commands that have many. */
  private static final Map<String, List<String>> TEN =
      Map.of(
          "train",
          List.of(
              "--train",
              "--test",
              "--demo",
              "--positive",
              "--recipe",
              "--hidden",
              "--epochs",
              "--learning-rate",
              "--backend",
              "--out"),
          "find-lr",
          List.of(
              "--train",
              "--demo",
              "--positive",
              "--hidden",
              "--optimizer",
              "--batch-size",
              "--from",
              "--to",
              "--backend",
              "--out"),
          "evaluate",
          List.of(
              "--model",
              "--test",
              "--positive",
              "--image-size",
              "--skip-unreadable",
              "--backend",
              "--device",
              "--precision",
              "--out",
              "--json"),
          "crosscheck",
          List.of(
              "--train",
              "--demo",
              "--hidden",
              "--init",
              "--seed",
              "--backend",
              "--binding",
              "--precision",
              "--device",
              "--json"),
          "gradcheck",
          List.of(
              "--train",
              "--demo",
              "--hidden",
              "--l2",
              "--keep-prob",
              "--epsilon",
              "--samples",
              "--backend",
              "--precision",
              "--json"),
          "initialization",
          List.of(
              "--train",
              "--test",
              "--positive",
              "--hidden",
              "--iterations",
              "--learning-rate",
              "--seed",
              "--backend",
              "--out",
              "--json"),
          "regularization",
          List.of(
              "--train",
              "--test",
              "--l2",
              "--hidden",
              "--iterations",
              "--keep-prob",
              "--seed",
              "--backend",
              "--out",
              "--json"));

  private OptionHelp() {}

  /** Gives a command, and those below it, {@code --help-all} and the help that goes with it. */
  static void install(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    spec.addOption(
        OptionSpec.builder(ALL)
            .type(boolean.class)
            .usageHelp(true)
            .description("Show every option, by subject, and exit.")
            .build());
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, OptionHelp::options);
    line.getSubcommands().values().forEach(OptionHelp::install);
  }

  /** The option that shows what else a command has. */
  static String fullHelp(CommandSpec spec) {
    return TEN.containsKey(spec.name()) ? ALL : HELP;
  }

  private static String options(Help help) {
    CommandSpec spec = help.commandSpec();
    if (!TEN.containsKey(spec.name())) {
      return help.optionList();
    }
    boolean all = spec.commandLine().getParseResult().hasMatchedOption(ALL);
    return all ? bySubject(help) : ten(help);
  }

  private static String ten(Help help) {
    CommandSpec spec = help.commandSpec();
    List<OptionSpec> shown = new ArrayList<>();
    TEN.get(spec.name()).forEach(name -> shown.add(spec.findOption(name)));
    shown.add(spec.findOption(HELP));
    shown.add(spec.findOption(ALL));
    int more = spec.options().size() - shown.size();
    return layout(help, shown)
        + "%n%d more options, by subject: %s %s%n".formatted(more, spec.qualifiedName(), ALL);
  }

  private static String bySubject(Help help) {
    CommandSpec spec = help.commandSpec();
    StringBuilder text = new StringBuilder();
    for (OptionGroup group : OptionGroup.values()) {
      List<OptionSpec> shown = of(spec, Optional.of(group));
      shown.sort(Comparator.comparing(option -> group.options().indexOf(option.longestName())));
      append(text, group.heading(), layout(help, shown));
    }
    append(text, "Others", layout(help, of(spec, Optional.empty())));
    return text.toString();
  }

  private static List<OptionSpec> of(CommandSpec spec, Optional<OptionGroup> group) {
    List<OptionSpec> options = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      if (OptionGroup.of(spec.name(), option.longestName()).equals(group)) {
        options.add(option);
      }
    }
    return options;
  }

  private static void append(StringBuilder text, String heading, String options) {
    if (!options.isEmpty()) {
      text.append("%n%s:%n".formatted(heading)).append(options);
    }
  }

  /** In the columns that all options of the command have. */
  private static String layout(Help help, List<OptionSpec> options) {
    CommandSpec spec = help.commandSpec();
    Help.Layout layout =
        help.createDefaultLayout(spec.options(), spec.positionalParameters(), help.colorScheme());
    layout.addAllOptions(options, help.parameterLabelRenderer());
    return layout.toString();
  }
}
