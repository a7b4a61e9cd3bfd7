package oncilla.cli.train;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import oncilla.cli.console.Invocation;
import oncilla.cli.console.Messages;
import oncilla.report.CsvTable;
import oncilla.report.Decimals;
import oncilla.report.figure.RatePlot;
import oncilla.report.run.ConfigFile;
import oncilla.report.run.RunDirectory;
import oncilla.train.rate.RateCurve;
import oncilla.train.rate.RateCurve.Ending;
import oncilla.train.rate.RateCurve.Point;

/**
 * What {@code find-lr} tells and leaves behind.
 *
 * @param curve costs against learning rates
 * @param directory where the files go
 * @param typed the options of the command
 * @param subtitle of the figure
 * @param config everything needed to run again
 */
record RateReport(
    RateCurve curve,
    RunDirectory directory,
    TypedOptions typed,
    String subtitle,
    ConfigFile config) {
  /** What of the options is no business of {@code train}. */
  private static final List<String> OWN =
      List.of("--from", "--to", "--steps", "--out", "--quiet", "--json", "--verbose");

  /** How far a range is moved that showed nothing. */
  private static final double MOVE = 1000;

  private Path plot() {
    return directory.path().resolve("find-lr.png");
  }

  private Path points() {
    return directory.path().resolve("find-lr.csv");
  }

  /** Writes configuration, points and figure. */
  void write(Messages messages) {
    config.write(directory.config());
    CsvTable table = new CsvTable(List.of("update", "learning_rate", "cost", "smoothed_cost"));
    for (int i = 0; i < curve.points().size(); i++) {
      Point point = curve.points().get(i);
      table.row(i, point.rate(), point.cost(), point.smoothedCost());
    }
    table.write(points());
    new RatePlot(
            "Cost against learning rate",
            subtitle,
            array(Point::rate),
            array(Point::cost),
            array(Point::smoothedCost),
            curve.suggestion())
        .write(plot())
        .ifPresent(messages::warn);
  }

  private double[] array(ToDoubleFunction<Point> value) {
    return curve.points().stream().mapToDouble(value).toArray();
  }

  /** For people. */
  void print(PrintWriter out) {
    out.println();
    out.printf(
        "tried   %s to %s, %d of %d updates%s%n",
        digits(curve.range().from()),
        digits(curve.range().to()),
        curve.points().size(),
        curve.range().updates(),
        ending());
    out.printf(
        Locale.ROOT,
        "lowest  mean cost %.4f at %s%s%n",
        curve.lowestCost(),
        digits(curve.lowest().rate()),
        isLowestAtEnd() ? ", the end of the range: larger rates may do as well" : "");
    Optional<Point> steepest = curve.steepest();
    out.println(
        steepest.isPresent()
            ? "falls   fastest at " + digits(steepest.get().rate())
            : "falls   nowhere: none of these rates lowers the cost by 1 %, or by more than its noise");
    curve.suggestion().ifPresent(rate -> out.println("rate    " + digits(rate)));
    if (Files.exists(plot())) {
      out.println("plot    " + plot());
    }
    out.println("points  " + points());
    out.println();
    out.println("next: " + Invocation.ofProcess().command(next()));
  }

  private String ending() {
    return switch (curve.ending()) {
      case ALL -> "";
      case ROSE -> ": the smoothed cost was above 4 times its lowest";
      case NOT_FINITE -> ": the cost was not finite any more";
    };
  }

  private boolean isLowestAtEnd() {
    List<Point> points = curve.points();
    return curve.ending() == Ending.ALL && curve.lowest().equals(points.get(points.size() - 1));
  }

  /** Training with the rate; where there is none, the test with other rates. */
  private List<String> next() {
    List<String> words = new ArrayList<>();
    OptionalDouble rate = curve.suggestion();
    if (rate.isPresent()) {
      words.add("train");
      words.addAll(
          typed.without(OWN).with("--learning-rate", digits(rate.getAsDouble())).commandLine());
      return words;
    }
    boolean tooLarge = curve.ending() != Ending.ALL;
    double factor = tooLarge ? 1 / MOVE : MOVE;
    words.add("find-lr");
    words.addAll(
        typed
            .without(List.of("--out", "--quiet", "--json", "--verbose"))
            .with("--from", digits(curve.range().from() * factor))
            .with("--to", digits(curve.range().to() * factor))
            .commandLine());
    return words;
  }

  /** For programs. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    OptionalDouble rate = curve.suggestion();
    map.put("learning_rate", rate.isPresent() ? rate.getAsDouble() : null);
    map.put("steepest", curve.steepest().map(RateReport::toMap).orElse(null));
    map.put("lowest", toMap(curve.lowest()));
    map.put("from", curve.range().from());
    map.put("to", curve.range().to());
    map.put("steps", curve.range().updates());
    map.put("ending", curve.ending().name().toLowerCase(Locale.ROOT));
    map.put("points", curve.points().stream().map(RateReport::toMap).toList());
    map.put("out", directory.path().toString());
    return map;
  }

  private static Map<String, Object> toMap(Point point) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("learning_rate", point.rate());
    map.put("cost", point.cost());
    map.put("smoothed_cost", point.smoothedCost());
    return map;
  }

  /** A rate in two digits. */
  private static String digits(double rate) {
    return Decimals.rounded(rate, 2);
  }
}
