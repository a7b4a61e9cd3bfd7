package oncilla.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import oncilla.cli.console.Usage;
import oncilla.data.Header;
import oncilla.data.TableOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How tables and files of arrays are read. */
final class TableReading {
  /** The options here. */
  static final List<String> NAMES =
      List.of("--label-column", "--ignore-columns", "--header", "--x", "--y", "--divide");

  @Option(
      names = "--label-column",
      paramLabel = "NAME|N",
      hideParamSyntax = true,
      description =
          "For .csv: the column with the labels, by name or number from 1 (default: the last, or"
              + " one called label, labels, target or class).")
  String labelColumn;

  @Option(
      names = "--ignore-columns",
      paramLabel = "NAME|N[,NAME|N…]",
      hideParamSyntax = true,
      split = ",",
      description = "For .csv: columns to leave out.")
  List<String> ignoreColumns;

  @Option(
      names = "--header",
      paramLabel = "auto|yes|no",
      hideParamSyntax = true,
      description =
          "For .csv: whether the first line holds names (default auto: if no field is a number).")
  Header header;

  @Option(
      names = "--x",
      paramLabel = "NAME",
      description =
          "For .h5, .npz and .mat: the array of inputs (default: one of the usual names).")
  String inputArray;

  @Option(names = "--y", paramLabel = "NAME", description = "With --x: the array of labels.")
  String labelArray;

  @Option(
      names = "--divide",
      paramLabel = "N",
      description =
          "Divide the numbers of tables, such as pixels by 255 (default: taken as they are; for a"
              + " saved model, as in its training).")
  Double divide;

  /** What was asked for. */
  TableOptions options(CommandSpec spec) {
    if ((inputArray == null) != (labelArray == null)) {
      throw Usage.error(spec, "--x and --y go together");
    }
    return Usage.check(
        spec,
        () ->
            new TableOptions(
                header == null ? Header.AUTO : header,
                Optional.ofNullable(labelColumn),
                ignoreColumns == null ? List.of() : ignoreColumns,
                inputArray == null
                    ? Optional.empty()
                    : Optional.of(new TableOptions.ArrayNames(inputArray, labelArray)),
                divide == null ? OptionalDouble.empty() : OptionalDouble.of(divide)));
  }

  /** Refuses what the kinds of {@code data} have no use for. */
  void requireUse(CommandSpec spec, List<Path> data) {
    boolean text = data.stream().anyMatch(path -> ends(path, ".csv"));
    boolean arrays =
        data.stream()
            .anyMatch(path -> ends(path, ".h5", ".hdf5", ".npz", ".mat") && !isFolder(path));
    for (String option : NAMES) {
      boolean used =
          switch (option) {
            case "--x", "--y" -> arrays;
            case "--divide" -> text || arrays;
            default -> text;
          };
      if (Usage.given(spec, option) && !used) {
        throw Usage.error(
            spec,
            option
                + switch (option) {
                  case "--x", "--y" -> " is for .h5, .npz and .mat";
                  case "--divide" -> " is for tables; images are divided by 255";
                  default -> " is for .csv";
                });
      }
    }
  }

  private static boolean ends(Path path, String... endings) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return List.of(endings).stream().anyMatch(name::endsWith);
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path);
  }

  /** Puts the options into a configuration. */
  void describe(Map<String, Object> options) {
    options.put("label_column", labelColumn);
    options.put("ignore_columns", ignoreColumns);
    options.put("header", (header == null ? Header.AUTO : header).toString());
    options.put("x", inputArray);
    options.put("y", labelArray);
    options.put("divide", divide);
  }
}
