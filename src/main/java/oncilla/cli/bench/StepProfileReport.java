package oncilla.cli.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import oncilla.bench.LaunchProfile;
import oncilla.bench.StepProfile;
import oncilla.cli.console.Tables;
import oncilla.report.TextTable;
import oncilla.report.figure.ProfilePlot;

/**
 * Where the time of a step goes, for people, for programs and as a figure.
 *
 * @param profile the figures
 */
record StepProfileReport(StepProfile profile) {
  /** As the document has it. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("target", profile.target());
    map.put("precision", profile.precision());
    map.put("net", profile.net().toString());
    map.put("device_seconds", BenchDocument.statistics(profile.deviceSeconds()));
    map.put("gap_seconds", BenchDocument.statistics(profile.gapSeconds()));
    map.put("kernel_seconds", profile.kernelSeconds());
    map.put("least_seconds", profile.leastSeconds());
    map.put("step_seconds", BenchDocument.statistics(profile.step().time()));
    map.put("host_share", BenchDocument.statistics(profile.step().hostShare()));
    map.put("device_gb_per_second", profile.bytesPerSecond() / 1e9);
    map.put("device_gflops", profile.operationsPerSecond() / 1e9);
    map.put("launches", profile.launches().stream().map(this::toMap).toList());
    return map;
  }

  private Map<String, Object> toMap(LaunchProfile launch) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kernel", launch.kernel());
    map.put("mode", launch.mode());
    map.put("seconds", BenchDocument.statistics(launch.seconds()));
    map.put("gap_seconds", BenchDocument.statistics(launch.gapSeconds()));
    map.put("share", profile.share(launch));
    map.put("bytes", launch.bytes());
    map.put("operations", launch.operations());
    map.put("least_seconds", launch.leastSeconds());
    map.put("efficiency", launch.efficiency());
    return map;
  }

  /** Prints a table, and what it adds up to. */
  void print(PrintWriter out) {
    out.printf(
        "%n%s on %s, launch by launch (the device was measured to move %s and to do %s)%n",
        profile.net(),
        profile.target(),
        bandwidth(profile.bytesPerSecond()),
        Figures.rate(profile.operationsPerSecond()));
    TextTable table =
        new TextTable()
            .left("launch")
            .right("us")
            .right("share")
            .right("gap us")
            .right("MB")
            .right("moved")
            .right("rate")
            .right("of the device");
    for (LaunchProfile launch : profile.launches()) {
      table.row(
          launch.name(),
          Figures.number(1e6 * launch.seconds().median()),
          Figures.percent(profile.share(launch)),
          Figures.number(1e6 * launch.gapSeconds().median()),
          Figures.number(launch.bytes() / 1e6),
          bandwidth(launch.bytesPerSecond()),
          launch.operations() > 0 ? Figures.rate(launch.operationsPerSecond()) : "",
          Figures.percent(launch.efficiency()));
    }
    Tables.print(table, out);
    out.printf(
        Locale.ROOT,
        "from the first start to the last end %s us: launches %s, between them %s;"
            + " at the device's best %s%n",
        Figures.number(1e6 * profile.deviceSeconds().median()),
        Figures.number(1e6 * profile.kernelSeconds()),
        Figures.number(1e6 * profile.gapSeconds().median()),
        Figures.number(1e6 * profile.leastSeconds()));
    out.printf(
        "as trained, without events: %s us a step, %s of it until it is submitted%n",
        Figures.number(1e6 * profile.step().time().median()),
        Figures.percent(profile.step().hostShare().median()));
    out.flush();
  }

  /** As a figure. */
  ProfilePlot plot() {
    List<ProfilePlot.Bar> bars = new ArrayList<>();
    for (LaunchProfile launch : profile.launches()) {
      bars.add(
          new ProfilePlot.Bar(launch.name(), launch.seconds().median(), launch.leastSeconds()));
    }
    bars.add(new ProfilePlot.Bar("between launches", profile.gapSeconds().median(), 0));
    return new ProfilePlot(
        "A training step, launch by launch",
        "%s on %s, medians by the device's clock".formatted(profile.net(), profile.target()),
        "what it takes at the bandwidth and rate that the device was measured to have",
        bars);
  }

  private static String bandwidth(double bytesPerSecond) {
    return Figures.number(bytesPerSecond / 1e9) + " GB/s";
  }
}
