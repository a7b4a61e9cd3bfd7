package oncilla.cli.check;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.provider.Selection;
import oncilla.check.CheckRow;
import oncilla.check.Crosscheck;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.cli.console.Version;
import oncilla.cli.targets.CheckTargets;
import oncilla.cli.targets.TargetOptions;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs every operation of the table on every OpenCL device, through every binding and in every
 * precision, against the reference. What held is remembered, so that a second look costs nothing.
 */
final class DeviceCheck {
  private final CommandSpec spec;
  private final Messages messages;
  private final TargetOptions narrowed;
  private final boolean again;
  private final Class<?> program;

  /**
   * A check of all devices, as far as they are not narrowed.
   *
   * @param again whether what is remembered does not count
   * @param program the main class of this program
   */
  DeviceCheck(
      CommandSpec spec,
      Messages messages,
      TargetOptions narrowed,
      boolean again,
      Class<?> program) {
    this.spec = spec;
    this.messages = messages;
    this.narrowed = narrowed;
    this.again = again;
    this.program = program;
  }

  /**
   * What came of it.
   *
   * @param rows what was run now
   * @param remembered targets that held before, with the day
   */
  record Outcome(List<CheckRow> rows, Map<String, String> remembered) {
    boolean holds() {
      return rows.stream().allMatch(CheckRow::holds);
    }

    void print(PrintWriter out) {
      out.println();
      remembered.forEach(
          (target, day) -> out.println(target + " held on " + day + " (--recheck runs it again)"));
      if (!rows.isEmpty()) {
        new CheckTable(rows).print(out);
      }
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(new CheckTable(rows).toMap());
      map.put("remembered", remembered);
      return map;
    }
  }

  /**
   * Runs the check. It goes through the kernels' verification as a run does, so neither repeats
   * what the other has verified. A device in one precision is checked through one binding after the
   * other: what the first compiled, the next finds in the cache. Devices and precisions are checked
   * at the same time, those of CPU devices in processes of their own; see {@link CheckProcess}.
   *
   * @throws BackendException if there is no OpenCL device
   */
  Outcome run() {
    List<Selection> targets = targets();
    VerdictCache cache = VerdictCache.open();
    if (again) {
      BackendSelector.fromServices().provider(BackendProvider.OPENCL).forget();
      cache.forget(targets.stream().map(DeviceCheck::key).toList());
    }
    Map<String, String> remembered = new LinkedHashMap<>();
    Map<String, List<Selection>> left = new LinkedHashMap<>();
    for (Selection target : targets) {
      cache
          .heldOn(key(target))
          .ifPresentOrElse(
              day -> remembered.put(name(target), day),
              () -> left.computeIfAbsent(group(target), it -> new ArrayList<>()).add(target));
    }
    List<CheckRow> rows = new ArrayList<>();
    for (Checked checked : check(List.copyOf(left.values()))) {
      rows.addAll(checked.rows());
      if (checked.rows().stream().allMatch(CheckRow::holds)) {
        checked.targets().forEach(target -> cache.remember(key(target)));
      }
    }
    return new Outcome(rows, remembered);
  }

  private record Checked(List<Selection> targets, List<CheckRow> rows) {}

  private static String group(Selection target) {
    return target.device().index() + " " + target.precision();
  }

  private static boolean compilesHere(List<Selection> group) {
    return group.get(0).device().kind() == DeviceInfo.Kind.CPU;
  }

  /**
   * Checks all groups: at the same time, but for CPU devices that this process must compile for.
   */
  private List<Checked> check(List<List<Selection>> groups) {
    Optional<CheckProcess> processes =
        groups.size() > 1 ? CheckProcess.ofThisJvm(program) : Optional.empty();
    Predicate<List<Selection>> later = group -> compilesHere(group) && processes.isEmpty();
    Stream<Checked> together =
        groups.parallelStream()
            .filter(later.negate())
            .map(
                group ->
                    new Checked(
                        group,
                        compilesHere(group) ? apart(processes.orElseThrow(), group) : here(group)));
    List<Checked> checked = new ArrayList<>(together.toList());
    groups.stream().filter(later).forEach(group -> checked.add(new Checked(group, here(group))));
    return checked;
  }

  private List<CheckRow> apart(CheckProcess process, List<Selection> group) {
    Selection first = group.get(0);
    List<String> bindings = group.stream().map(it -> it.binding().orElseThrow()).toList();
    return process.run(
        first.label(),
        List.of(
            "--device",
            Integer.toString(first.device().index()),
            "--precision",
            first.precision().label(),
            "--binding",
            String.join(",", bindings)),
        messages::say);
  }

  private List<CheckRow> here(List<Selection> group) {
    List<OpCase> cases = OpCases.forDevice();
    List<CheckRow> rows = new ArrayList<>();
    for (Selection target : group) {
      rows.addAll(check(target, cases));
    }
    return rows;
  }

  private List<CheckRow> check(Selection target, List<OpCase> cases) {
    messages.say("checking " + name(target));
    try (Backend reference = CheckTargets.openReference();
        Backend backend = target.open()) {
      List<CheckRow> rows =
          new ArrayList<>(
              new Crosscheck(reference)
                  .operations(
                      target.label(),
                      backend,
                      cases,
                      operation -> messages.say("  " + target.label() + ": " + operation)));
      // What replaced them holds, and they do not.
      if (!backend.distrusted().isEmpty()) {
        rows.add(
            new CheckRow(
                target.label(),
                "kernels",
                backend.distrusted().size(),
                Double.NaN,
                0,
                Double.POSITIVE_INFINITY,
                backend.distrusted()));
      }
      return rows;
    }
  }

  private static String name(Selection target) {
    return target.label() + " on " + target.device().name();
  }

  /** Everything that can change the verdict on a target. */
  private static String key(Selection target) {
    DeviceInfo device = target.device();
    return String.join(
        "|",
        Version.current(),
        target.label(),
        device.name(),
        device.platform(),
        device.driver(),
        device.version());
  }

  private List<Selection> targets() {
    BackendProvider provider = BackendSelector.fromServices().provider(BackendProvider.OPENCL);
    List<Selection> targets = new ArrayList<>();
    for (String binding : narrowed.bindings(provider.bindings())) {
      BackendRequest any = BackendRequest.defaults().withBinding(binding);
      for (DeviceInfo device : devices(provider, any)) {
        for (Precision precision : narrowed.precisions()) {
          BackendRequest request =
              any.withDevice(Integer.toString(device.index())).withPrecision(precision);
          if (provider.availability(request) instanceof Availability.Usable found) {
            targets.add(new Selection(provider.name(), request, found));
          }
        }
      }
    }
    if (targets.isEmpty()) {
      provider.availability(BackendRequest.defaults()).orThrow();
      throw new BackendException("nothing is left to check");
    }
    return targets;
  }

  private List<DeviceInfo> devices(BackendProvider provider, BackendRequest any) {
    return narrowed.device == null
        ? provider.devices(any)
        : List.of(
            Usage.check(
                spec,
                () -> provider.availability(any.withDevice(narrowed.device)).orThrow().device()));
  }
}
