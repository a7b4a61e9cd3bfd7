package oncilla.cli.check;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import oncilla.backend.Activation;
import oncilla.backend.Precision;
import oncilla.backend.provider.Selection;
import oncilla.check.TrainingCase;
import oncilla.check.gradient.BlockGradient;
import oncilla.check.gradient.DirectionGradient;
import oncilla.check.gradient.GradientCheck;
import oncilla.check.gradient.GradientPoint;
import oncilla.check.gradient.GradientResult;
import oncilla.check.gradient.GradientSettings;
import oncilla.cli.console.Tables;
import oncilla.nn.Regularization;
import oncilla.report.TextTable;

/**
 * The result of {@code gradcheck}, for people and for programs.
 *
 * @param training what was checked
 * @param settings how
 * @param selection where
 * @param unverified whether with kernels that nobody verified
 * @param result what came out
 */
record GradientReport(
    TrainingCase training,
    GradientSettings settings,
    Selection selection,
    boolean unverified,
    GradientResult result) {
  void print(PrintWriter out) {
    Regularization regularization = training.config().regularization();
    out.printf(
        Locale.ROOT,
        "layers %s%s, %d examples (%s), L2 %s, keep %s%n",
        layers(),
        activation().map(label -> " with " + label).orElse(""),
        training.data().size(),
        training.name(),
        regularization.l2(),
        regularization.keepProbabilities().stream()
            .map(String::valueOf)
            .collect(Collectors.joining(",")));
    boolean hasKinks = training.network().hiddenActivation().equals(Optional.of(Activation.RELU));
    out.println(
        "biases are set to " + biases() + (hasKinks ? ", since ReLU has no derivative at 0" : ""));
    out.println("epsilon " + String.valueOf(settings.epsilon()).replace(".0E", "e"));
    if (comparesWithReference()) {
      out.println("numerical gradients come from the costs of the fp64 reference");
    }
    out.println();
    Tables.print(table(), out);
    out.println();
    boolean isWider =
        result.blocks().stream().anyMatch(block -> block.bound() > GradientCheck.BOUND);
    if (isWider) {
      out.printf(
          Locale.ROOT,
          "a bound above %.0e is what %s explains%n",
          GradientCheck.BOUND,
          comparesWithReference()
              ? "rounding in " + precision().label()
              : "round-off of the cost, over epsilon,");
    }
    failures().forEach(out::println);
    out.printf(
        Locale.ROOT,
        "difference over all compared elements %.2e: %s%n",
        result.difference(),
        result.holds() ? "every line holds" : "FAILED");
    out.flush();
  }

  private TextTable table() {
    TextTable table =
        new TextTable()
            .left("block")
            .right("compared")
            .right("left out")
            .right("difference")
            .right("bound")
            .right("worst at")
            .right("backward")
            .right("numerical")
            .left("verdict");
    for (BlockGradient block : result.blocks()) {
      table.row(
          block.block().name(),
          block.compared() + " of " + block.block().size(),
          block.leftOut(),
          number(block.difference()),
          number(block.bound()),
          block.worst().map(worst -> place(block, worst)).orElse("-"),
          block.worst().map(worst -> derivative(worst.analytical())).orElse("-"),
          block.worst().map(worst -> derivative(worst.numerical())).orElse("-"),
          block.holds() ? "ok" : "FAILED");
    }
    result
        .direction()
        .ifPresent(
            direction ->
                table.row(
                    "direction",
                    "draw " + direction.draws(),
                    direction.draws() - (direction.holds() ? 1 : 0),
                    number(direction.difference()),
                    number(direction.bound()),
                    "-",
                    derivative(direction.analytical()),
                    derivative(direction.numerical()),
                    direction.holds() ? "ok" : "FAILED"));
    return table;
  }

  private List<String> failures() {
    List<String> lines = new ArrayList<>(result.failures());
    for (BlockGradient block : result.blocks()) {
      block.failure().ifPresent(failure -> lines.add(block.block().name() + ": " + failure));
    }
    result
        .direction()
        .flatMap(DirectionGradient::failure)
        .ifPresent(failure -> lines.add("direction: " + failure));
    return lines;
  }

  Map<String, Object> toMap() {
    Regularization regularization = training.config().regularization();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("holds", result.holds());
    map.put("difference", result.difference());
    map.put("case", training.name());
    map.put("layers", layers());
    map.put("activation", activation().orElse(null));
    map.put("examples", training.data().size());
    map.put("l2", regularization.l2());
    map.put("keep_prob", regularization.keepProbabilities());
    map.put("seed", training.config().seed());
    map.put("epsilon", settings.epsilon());
    map.put("biases", biases());
    map.put("backend", selection.backend());
    map.put("device", selection.device().name());
    map.put("binding", selection.binding().orElse(null));
    if (unverified) {
      map.put("unverified", true);
    }
    map.put("precision", precision().label());
    map.put("numerical_from", comparesWithReference() ? "ejml fp64" : selection.backend());
    map.put("blocks", result.blocks().stream().map(GradientReport::toMap).toList());
    map.put("direction", result.direction().map(GradientReport::toMap).orElse(null));
    map.put("failures", failures());
    return map;
  }

  private static Map<String, Object> toMap(BlockGradient block) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("block", block.block().name());
    map.put("elements", block.block().size());
    map.put("compared", block.compared());
    map.put("left_out", block.leftOut());
    map.put("difference", block.compared() == 0 ? null : block.difference());
    map.put("bound", block.bound());
    map.put("worst", block.worst().map(worst -> toMap(block, worst)).orElse(null));
    map.put("holds", block.holds());
    return map;
  }

  private static Map<String, Object> toMap(BlockGradient block, BlockGradient.Worst worst) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(
        "index",
        block.block().isWeights() ? List.of(worst.row(), worst.column()) : List.of(worst.column()));
    map.put("backward", worst.analytical());
    map.put("numerical", worst.numerical());
    return map;
  }

  private static Map<String, Object> toMap(DirectionGradient direction) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("draws", direction.draws());
    map.put("difference", direction.difference());
    map.put("bound", direction.bound());
    map.put("backward", direction.analytical());
    map.put("numerical", direction.numerical());
    map.put("holds", direction.holds());
    return map;
  }

  private Precision precision() {
    return selection.precision();
  }

  private boolean comparesWithReference() {
    return precision() != Precision.FP64;
  }

  private String layers() {
    return training.network().sizes(",");
  }

  private Optional<String> activation() {
    return training.network().hiddenActivation().map(Activation::label);
  }

  private String biases() {
    return GradientPoint.BIAS_SCALE + " x normals from seed " + training.config().seed();
  }

  private static String place(BlockGradient block, BlockGradient.Worst worst) {
    return block.block().isWeights()
        ? "[" + worst.row() + ", " + worst.column() + "]"
        : "[" + worst.column() + "]";
  }

  private static String number(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.2e", value);
  }

  private static String derivative(double value) {
    return String.format(Locale.ROOT, "%.9e", value);
  }
}
