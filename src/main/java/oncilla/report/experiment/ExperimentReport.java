package oncilla.report.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import oncilla.data.TrainTest;
import oncilla.report.CsvTable;
import oncilla.report.Decimals;
import oncilla.report.OutputException;
import oncilla.report.TextTable;
import oncilla.report.figure.BoundaryPlot;
import oncilla.report.figure.CostPlot;
import oncilla.report.figure.SweepPlot;
import oncilla.train.metric.Metrics;

/**
 * Writes the files of an experiment: {@code costs.png} and {@code costs.csv}, a figure {@code
 * boundary-….png} for each variant where the data lies in a plane, {@code accuracy.csv}, and {@code
 * README.md} with all of them.
 *
 * @param title what was compared
 * @param introduction what the experiment shows, a paragraph
 * @param subtitle model, data and device, one line
 * @param command the command line that was given
 * @param compared what the variants differ in, as the header of a table
 * @param data what was trained and tested on
 * @param results of each variant; at least one
 * @param sweep accuracies against a setting, where several values were tried
 */
public record ExperimentReport(
    String title,
    String introduction,
    String subtitle,
    String command,
    String compared,
    TrainTest data,
    List<VariantResult> results,
    Optional<Sweep> sweep) {
  /**
   * The results of variants that differ in one number.
   *
   * @param setting the name of that number, for the axis
   * @param key the same name in file names and columns
   * @param values of the number, ascending
   * @param results in the order of the values
   */
  public record Sweep(
      String setting, String key, List<Double> values, List<VariantResult> results) {}

  /** Name of the page that shows everything. */
  public static final String PAGE = "README.md";

  /** Copies the list. */
  public ExperimentReport {
    results = List.copyOf(results);
  }

  /**
   * Writes all files of the report.
   *
   * @param folder where
   * @param warnings takes a line for each figure that could not be drawn
   * @return the files
   * @throws OutputException if one cannot be written
   */
  public List<Path> write(Path folder, Consumer<String> warnings) {
    List<Path> files = new ArrayList<>();
    MarkdownPage page = new MarkdownPage(title).paragraph(introduction).paragraph(subtitle + ".");
    page.table(header(), results.stream().map(this::row).toList());
    accuracies(add(files, folder.resolve("accuracy.csv")));
    costs(add(files, folder.resolve("costs.csv")));

    Path costs = folder.resolve("costs.png");
    Optional<String> noCosts =
        new CostPlot(title, subtitle, results.stream().map(VariantResult::cost).toList())
            .write(costs);
    page.section("Cost while training");
    figure(costs, noCosts, "Cost J against iterations", page, files, warnings);
    sweep.ifPresent(tried -> sweep(tried, folder, page, files, warnings));
    for (VariantResult result : results) {
      page.section(result.name()).paragraph(result.meaning());
      if (result.map().isPresent()) {
        Path file = folder.resolve("boundary-" + result.key() + ".png");
        Optional<String> reason =
            new BoundaryPlot(result.name(), accuracyLine(result), result.map().get(), data.train())
                .write(file);
        figure(file, reason, "Decision boundary, " + result.name(), page, files, warnings);
      }
    }
    page.section("Made with").code(command);
    page.write(add(files, folder.resolve(PAGE)));
    return files;
  }

  /** The table for people. */
  public TextTable table() {
    TextTable table = new TextTable();
    List<String> header = header();
    table.left(header.get(0));
    header.stream().skip(1).forEach(table::right);
    results.forEach(result -> table.row(row(result).toArray()));
    return table;
  }

  /** The table for programs. */
  public List<Map<String, Object>> toList() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (VariantResult result : results) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", result.key());
      map.put("train", result.train().toMap());
      result.test().ifPresent(test -> map.put("test", test.toMap()));
      map.put("seconds", result.seconds());
      list.add(map);
    }
    return list;
  }

  private List<String> header() {
    return data.test().isPresent()
        ? List.of(compared, "train accuracy", "test accuracy", "train cost J", "test cost J")
        : List.of(compared, "train accuracy", "train cost J");
  }

  private List<String> row(VariantResult result) {
    List<String> row = new ArrayList<>(List.of(result.name(), number(result.train().accuracy())));
    result.test().ifPresent(test -> row.add(number(test.accuracy())));
    row.add(number(result.train().cost()));
    result.test().ifPresent(test -> row.add(number(test.cost())));
    return row;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private String accuracyLine(VariantResult result) {
    return "accuracy: "
        + number(result.train().accuracy())
        + " on the training set"
        + result.test().map(test -> ", " + number(test.accuracy()) + " on the test set").orElse("");
  }

  private void accuracies(Path file) {
    CsvTable table =
        new CsvTable(
            List.of(
                "name",
                "train_accuracy",
                "train_cost",
                "train_data_cost",
                "test_accuracy",
                "test_cost",
                "test_data_cost"));
    for (VariantResult result : results) {
      Optional<Metrics> test = result.test();
      table.row(
          result.key(),
          result.train().accuracy(),
          result.train().cost(),
          result.train().dataCost(),
          test.map(Metrics::accuracy).orElse(null),
          test.map(Metrics::cost).orElse(null),
          test.map(Metrics::dataCost).orElse(null));
    }
    table.write(file);
  }

  /** Every variant was logged at the same iterations. */
  private void costs(Path file) {
    List<String> header = new ArrayList<>(List.of("iteration"));
    results.forEach(result -> header.add(result.key()));
    CsvTable table = new CsvTable(header);
    double[] iterations = results.get(0).cost().iterations();
    for (int i = 0; i < iterations.length; i++) {
      List<Object> row = new ArrayList<>(List.of((long) iterations[i]));
      for (VariantResult result : results) {
        row.add(result.cost().values()[i]);
      }
      table.row(row);
    }
    table.write(file);
  }

  private void sweep(
      Sweep tried, Path folder, MarkdownPage page, List<Path> files, Consumer<String> warnings) {
    CsvTable table = new CsvTable(List.of(tried.key(), "train_accuracy", "test_accuracy"));
    for (int i = 0; i < tried.values().size(); i++) {
      VariantResult result = tried.results().get(i);
      table.row(
          tried.values().get(i),
          result.train().accuracy(),
          result.test().map(Metrics::accuracy).orElse(null));
    }
    table.write(add(files, folder.resolve("accuracy-by-" + tried.key() + ".csv")));
    Optional<double[]> test =
        data.test().isEmpty()
            ? Optional.empty()
            : Optional.of(
                tried.results().stream()
                    .mapToDouble(result -> result.test().orElseThrow().accuracy())
                    .toArray());
    Path file = folder.resolve("accuracy-by-" + tried.key() + ".png");
    Optional<String> reason =
        new SweepPlot(
                "Accuracy against " + tried.setting(),
                subtitle,
                tried.setting(),
                tried.values().stream().map(Decimals::shortest).toList(),
                tried.results().stream().mapToDouble(result -> result.train().accuracy()).toArray(),
                test)
            .write(file);
    page.section("Accuracy against " + tried.setting());
    figure(file, reason, "Accuracies against " + tried.setting(), page, files, warnings);
  }

  private static void figure(
      Path file,
      Optional<String> reason,
      String description,
      MarkdownPage page,
      List<Path> files,
      Consumer<String> warnings) {
    if (reason.isPresent()) {
      warnings.accept(reason.get());
      page.paragraph("(not drawn: " + description + ")");
    } else {
      page.figure(add(files, file), description);
    }
  }

  private static Path add(List<Path> files, Path file) {
    files.add(file);
    return file;
  }
}
