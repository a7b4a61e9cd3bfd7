package oncilla.cli.check;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** With {@code again}, what is remembered does not count. */
  DeviceCheck(Messages messages, boolean again) {
    this.messages = messages;
    this.again = again;
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
   * Runs the check.
   *
   * @throws BackendException if there is no OpenCL device
   */
  Outcome run() {
    VerdictCache cache = VerdictCache.open();
    List<CheckRow> rows = new ArrayList<>();
    Map<String, String> remembered = new LinkedHashMap<>();
    try (Backend reference = CheckTargets.openReference()) {
      Crosscheck crosscheck = new Crosscheck(reference);
      for (Selection target : targets()) {
        String name = target.label() + " on " + target.device().name();
        Optional<String> day = again ? Optional.empty() : cache.heldOn(key(target));
        if (day.isPresent()) {
          remembered.put(name, day.get());
          continue;
        }
        messages.say("checking " + name);
        try (Backend backend = target.open()) {
          List<CheckRow> now = crosscheck.operations(target.label(), backend);
          rows.addAll(now);
          if (now.stream().allMatch(CheckRow::holds)) {
            cache.remember(key(target));
          }
        }
      }
    }
    return new Outcome(rows, remembered);
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

  private static List<Selection> targets() {
    BackendProvider provider = BackendSelector.fromServices().provider(BackendProvider.OPENCL);
    List<Selection> targets = new ArrayList<>();
    for (String binding : provider.bindings()) {
      BackendRequest any = BackendRequest.defaults().withBinding(binding);
      for (DeviceInfo device : provider.devices(any)) {
        for (Precision precision : Precision.values()) {
          BackendRequest request =
              any.withDevice(Integer.toString(device.index())).withPrecision(precision);
          if (provider.availability(request) instanceof Availability.Usable found) {
            targets.add(new Selection(provider.name(), request, found, found.reason()));
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
