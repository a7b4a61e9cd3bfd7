package oncilla.cli.bench;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.bench.Statistics;
import oncilla.cli.console.Tables;
import oncilla.cli.console.Version;
import oncilla.report.Json;
import oncilla.report.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A measurement as JSON. The scripts of the peers in {@code peers/} write documents of the same
 * shape.
 */
final class BenchDocument {
  private BenchDocument() {}

  /**
   * The document.
   *
   * @param bench what was measured
   * @param targets on what
   * @param results the figures
   */
  static Map<String, Object> of(
      CommandSpec spec, String bench, OpenTargets targets, List<Map<String, Object>> results) {
    return of(spec, bench, targets.toList(), results);
  }

  /** The document of something that needs no backend, or of several. */
  static Map<String, Object> of(
      CommandSpec spec, String bench, List<?> targets, List<Map<String, Object>> results) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bench", bench);
    document.put("program", "oncilla " + Version.current());
    document.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    document.put("machine", machine());
    document.put("options", options(spec));
    document.put("targets", targets);
    document.put("results", results);
    return document;
  }

  /**
   * Prints a measurement on standard output: the document, or a table for people.
   *
   * @param json whether the document was asked for
   * @param toMap a result as the document has it
   * @param table the results for people
   */
  static <R> void print(
      CommandSpec spec,
      boolean json,
      String bench,
      OpenTargets targets,
      List<R> results,
      Function<R, Map<String, Object>> toMap,
      Function<List<R>, TextTable> table) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      List<Map<String, Object>> maps = results.stream().map(toMap).toList();
      out.println(new Json().line(of(spec, bench, targets, maps)));
    } else {
      Tables.print(table.apply(results), out);
      out.flush();
    }
  }

  private static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put(
        "cpu",
        BackendSelector.fromServices()
            .provider(BackendProvider.CPU)
            .devices(BackendRequest.defaults())
            .get(0)
            .name());
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put(
        "os",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    machine.put(
        "runtime",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    machine.put("environment", environment());
    return machine;
  }

  /** Variables that change how fast a library is. */
  private static Map<String, String> environment() {
    Map<String, String> found = new TreeMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.matches("(OPENBLAS|OMP|MKL|POCL|JAVA_TOOL|_JAVA)_.*")) {
                found.put(name, value);
              }
            });
    return found;
  }

  /** Every option of the command with the value it had. */
  private static Map<String, Object> options(CommandSpec spec) {
    Map<String, Object> options = new TreeMap<>();
    for (OptionSpec option : spec.options()) {
      if (!option.usageHelp()) {
        options.put(option.longestName().substring(2).replace('-', '_'), plain(option.getValue()));
      }
    }
    return options;
  }

  private static Object plain(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }

  /** Median and spread. */
  static Map<String, Object> statistics(Statistics statistics) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("median", statistics.median());
    map.put("lower_quartile", statistics.lowerQuartile());
    map.put("upper_quartile", statistics.upperQuartile());
    map.put("min", statistics.min());
    map.put("max", statistics.max());
    map.put("count", statistics.count());
    return map;
  }
}
