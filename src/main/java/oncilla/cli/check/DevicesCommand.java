package oncilla.cli.check;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.provider.Selection;
import oncilla.backend.tuning.Tuner;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.cli.options.CommonOptions;
import oncilla.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code devices}: what can compute here, what {@code auto} takes, what is missing. */
@Command(
    name = "devices",
    header = "Lists what can compute here, what auto would take and why, and what is missing.",
    sortOptions = false,
    abbreviateSynopsis = true)
public final class DevicesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--check",
      description =
          "Run every kernel on every OpenCL device against the reference; what held is remembered"
              + " for the device and driver.")
  private boolean check;

  @Option(names = "--recheck", description = "As --check, also what was found to hold before.")
  private boolean recheck;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "With --check: only this device, by its index or a part of its name (default: all).")
  private String device;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    try (Messages messages = common.messages(spec, false)) {
      return call(messages);
    }
  }

  private int call(Messages messages) {
    if (device != null && !check && !recheck) {
      throw Usage.error(spec, "--device says what --check is for; devices alone lists all");
    }
    DeviceReport report = DeviceReport.of(BackendSelector.fromServices(), Tuner::of);
    PrintWriter out = spec.commandLine().getOut();
    if (common.json && !check && !recheck) {
      out.println(new Json().line(report.toMap()));
      return ExitCodes.DONE;
    }
    if (!common.json) {
      report.print(out);
    }
    if (!check && !recheck) {
      return ExitCodes.DONE;
    }
    DeviceCheck deviceCheck = new DeviceCheck(messages, recheck, Optional.ofNullable(device));
    List<Selection> targets = Usage.check(spec, deviceCheck::targets);
    DeviceCheck.Outcome outcome = deviceCheck.run(targets);
    if (common.json) {
      Map<String, Object> map = report.toMap();
      map.put("check", outcome.toMap());
      out.println(new Json().line(map));
    } else {
      outcome.print(out);
    }
    return outcome.holds() ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
  }
}
