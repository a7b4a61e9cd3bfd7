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
import oncilla.report.figure.TuningPlot;
import oncilla.train.Metrics;

/**
 * What an experiment leaves in its folder: {@code costs.png} and {@code costs.csv}, a figure {@code
 * boundary-….png} per outcome where the data lies in a plane, {@code accuracy.csv}, and {@code
 * README.md} with all of them.
 *
 * @param title what was compared
 * @param introduction what it shows, a paragraph
 * @param subtitle model, data and device, one line
 * @param command the command line that was given
 * @param compared what the outcomes differ in, as the header of a table
 * @param data what was trained and tested on
 * @param outcomes at least one
 * @param tuning accuracies against a setting, where several values were tried
 */
public record ExperimentReport(
    String title,
    String introduction,
    String subtitle,
    String command,
    String compared,
    TrainTest data,
    List<Outcome> outcomes,
    Optional<Tuning> tuning) {
  /**
   * Outcomes that differ in one number.
   *
   * @param setting its name, for the axis
   * @param key its name in file names and columns
   * @param values the numbers, ascending
   * @param outcomes in the order of the numbers
   */
  public record Tuning(String setting, String key, List<Double> values, List<Outcome> outcomes) {}

  /** The page. */
  public static final String PAGE = "README.md";

  /** Copies the list. */
  public ExperimentReport {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Writes all files.
   *
   * @param folder where
   * @param warnings takes a line for each figure that could not be drawn
   * @return the files
   * @throws OutputException if one cannot be written
   */
  public List<Path> write(Path folder, Consumer<String> warnings) {
    List<Path> files = new ArrayList<>();
    MarkdownPage page = new MarkdownPage(title).paragraph(introduction).paragraph(subtitle + ".");
    page.table(header(), outcomes.stream().map(this::row).toList());
    accuracies(add(files, folder.resolve("accuracy.csv")));
    costs(add(files, folder.resolve("costs.csv")));

    Path costs = folder.resolve("costs.png");
    Optional<String> noCosts =
        new CostPlot(title, subtitle, outcomes.stream().map(Outcome::cost).toList()).write(costs);
    page.section("Cost while training");
    figure(costs, noCosts, "Cost J against iterations", page, files, warnings);
    tuning.ifPresent(tried -> tuning(tried, folder, page, files, warnings));
    for (Outcome outcome : outcomes) {
      page.section(outcome.name()).paragraph(outcome.meaning());
      if (outcome.map().isPresent()) {
        Path file = folder.resolve("boundary-" + outcome.key() + ".png");
        Optional<String> reason =
            new BoundaryPlot(
                    outcome.name(), accuracyLine(outcome), outcome.map().get(), data.train())
                .write(file);
        figure(file, reason, "Decision boundary, " + outcome.name(), page, files, warnings);
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
    outcomes.forEach(outcome -> table.row(row(outcome).toArray()));
    return table;
  }

  /** The table for programs. */
  public List<Map<String, Object>> toList() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", outcome.key());
      map.put("train", outcome.train().toMap());
      outcome.test().ifPresent(test -> map.put("test", test.toMap()));
      map.put("seconds", outcome.seconds());
      list.add(map);
    }
    return list;
  }

  private List<String> header() {
    return data.test().isPresent()
        ? List.of(compared, "train accuracy", "test accuracy", "train cost J", "test cost J")
        : List.of(compared, "train accuracy", "train cost J");
  }

  private List<String> row(Outcome outcome) {
    List<String> row = new ArrayList<>(List.of(outcome.name(), number(outcome.train().accuracy())));
    outcome.test().ifPresent(test -> row.add(number(test.accuracy())));
    row.add(number(outcome.train().cost()));
    outcome.test().ifPresent(test -> row.add(number(test.cost())));
    return row;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private String accuracyLine(Outcome outcome) {
    return "accuracy: "
        + number(outcome.train().accuracy())
        + " on the training set"
        + outcome
            .test()
            .map(test -> ", " + number(test.accuracy()) + " on the test set")
            .orElse("");
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
    for (Outcome outcome : outcomes) {
      Optional<Metrics> test = outcome.test();
      table.row(
          outcome.key(),
          outcome.train().accuracy(),
          outcome.train().cost(),
          outcome.train().dataCost(),
          test.map(Metrics::accuracy).orElse(null),
          test.map(Metrics::cost).orElse(null),
          test.map(Metrics::dataCost).orElse(null));
    }
    table.write(file);
  }

  /** All outcomes were logged at the same iterations. */
  private void costs(Path file) {
    List<String> header = new ArrayList<>(List.of("iteration"));
    outcomes.forEach(outcome -> header.add(outcome.key()));
    CsvTable table = new CsvTable(header);
    double[] iterations = outcomes.get(0).cost().iterations();
    for (int i = 0; i < iterations.length; i++) {
      List<Object> row = new ArrayList<>(List.of((long) iterations[i]));
      for (Outcome outcome : outcomes) {
        row.add(outcome.cost().values()[i]);
      }
      table.row(row);
    }
    table.write(file);
  }

  private void tuning(
      Tuning tried, Path folder, MarkdownPage page, List<Path> files, Consumer<String> warnings) {
    CsvTable table = new CsvTable(List.of(tried.key(), "train_accuracy", "test_accuracy"));
    for (int i = 0; i < tried.values().size(); i++) {
      Outcome outcome = tried.outcomes().get(i);
      table.row(
          tried.values().get(i),
          outcome.train().accuracy(),
          outcome.test().map(Metrics::accuracy).orElse(null));
    }
    table.write(add(files, folder.resolve("accuracy-by-" + tried.key() + ".csv")));
    Optional<double[]> test =
        data.test().isEmpty()
            ? Optional.empty()
            : Optional.of(
                tried.outcomes().stream()
                    .mapToDouble(outcome -> outcome.test().orElseThrow().accuracy())
                    .toArray());
    Path file = folder.resolve("accuracy-by-" + tried.key() + ".png");
    Optional<String> reason =
        new TuningPlot(
                "Accuracy against " + tried.setting(),
                subtitle,
                tried.setting(),
                tried.values().stream().map(Decimals::shortest).toList(),
                tried.outcomes().stream().mapToDouble(o -> o.train().accuracy()).toArray(),
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
