package oncilla.cli.check;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.tuning.Tuner;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.targets.TargetOptions;
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

  @Mixin private TargetOptions narrowed;

  @Mixin private CommonOptions common;

  private final Class<?> program;

  /**
   * The command of a program.
   *
   * @param program its main class, for what is checked in a process of its own
   */
  public DevicesCommand(Class<?> program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    try (Messages messages = common.messages(spec, false)) {
      return call(messages);
    }
  }

  private int call(Messages messages) {
    if (narrowed.given() && !check && !recheck) {
      throw Usage.error(
          spec, "--device, --binding and --precision narrow --check, which is not given");
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
    DeviceCheck.Outcome outcome = new DeviceCheck(spec, messages, narrowed, recheck, program).run();
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
