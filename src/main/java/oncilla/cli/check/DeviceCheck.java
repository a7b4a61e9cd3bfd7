package oncilla.cli.check;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
import oncilla.check.op.OpCases;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Version;
import oncilla.cli.options.CheckTargets;

/**
 * Runs every operation of the table on every OpenCL device, through every binding and in every
 * precision, against the reference. What held is remembered, so that a second look costs nothing.
 */
final class DeviceCheck {
  private final Messages messages;
  private final boolean again;
  private final Optional<String> device;

  /**
   * With {@code again}, what is remembered does not count; {@code device} is the only one to look
   * at, by its index or a part of its name.
   */
  DeviceCheck(Messages messages, boolean again, Optional<String> device) {
    this.messages = messages;
    this.again = again;
    this.device = device;
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
   * what the other has verified. The targets of one binding that have a compiler of their own are
   * checked at the same time; CPU devices compile in this process, where other threads must be
   * quiet meanwhile, one after the other. What one binding compiled, the next one finds in the
   * cache.
   */
  Outcome run(List<Selection> targets) {
    if (again) {
      BackendSelector.fromServices().provider(BackendProvider.OPENCL).forget();
    }
    VerdictCache cache = VerdictCache.open();
    List<CheckRow> rows = new ArrayList<>();
    Map<String, String> remembered = new LinkedHashMap<>();
    Map<Optional<String>, List<Selection>> left = new LinkedHashMap<>();
    for (Selection target : targets) {
      Optional<String> day = again ? Optional.empty() : cache.heldOn(key(target));
      day.ifPresentOrElse(
          it -> remembered.put(name(target), it),
          () -> left.computeIfAbsent(target.binding(), it -> new ArrayList<>()).add(target));
    }
    for (List<Selection> ofBinding : left.values()) {
      Map<Boolean, List<Selection>> byKind =
          ofBinding.stream()
              .collect(Collectors.partitioningBy(it -> it.device().kind() == DeviceInfo.Kind.CPU));
      byKind.get(false).parallelStream()
          .map(this::check)
          .toList()
          .forEach(checked -> note(checked, cache, rows));
      for (Selection target : byKind.get(true)) {
        note(check(target), cache, rows);
      }
    }
    return new Outcome(rows, remembered);
  }

  private record Checked(Selection target, List<CheckRow> rows) {}

  private static void note(Checked checked, VerdictCache cache, List<CheckRow> rows) {
    rows.addAll(checked.rows());
    if (checked.rows().stream().allMatch(CheckRow::holds)) {
      cache.remember(key(checked.target()));
    }
  }

  private Checked check(Selection target) {
    messages.say("checking " + name(target));
    try (Backend reference = CheckTargets.openReference();
        Backend backend = target.open()) {
      List<CheckRow> rows =
          new ArrayList<>(
              new Crosscheck(reference)
                  .operations(
                      target.label(),
                      backend,
                      OpCases.forDevice(),
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
      return new Checked(target, rows);
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

  /**
   * What there is to check.
   *
   * @throws BackendException if there is no OpenCL device
   * @throws IllegalArgumentException if the device asked for fits none, or more than one
   */
  List<Selection> targets() {
    BackendProvider provider = BackendSelector.fromServices().provider(BackendProvider.OPENCL);
    List<Selection> targets = new ArrayList<>();
    for (String binding : provider.bindings()) {
      BackendRequest any = BackendRequest.defaults().withBinding(binding);
      List<String> wanted =
          device
              .map(List::of)
              .orElseGet(
                  () ->
                      provider.devices(any).stream()
                          .map(found -> Integer.toString(found.index()))
                          .toList());
      for (String one : wanted) {
        for (Precision precision : Precision.values()) {
          BackendRequest request = any.withDevice(one).withPrecision(precision);
          if (provider.availability(request) instanceof Availability.Usable found) {
            targets.add(new Selection(provider.name(), request, found));
          }
        }
      }
    }
    if (targets.isEmpty()) {
      provider.availability(BackendRequest.defaults()).orThrow();
    }
    return targets;
  }
}
