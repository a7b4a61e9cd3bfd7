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
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.check.CheckRow;
import oncilla.check.Crosscheck;
import oncilla.check.Target;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Version;
import oncilla.cli.options.BackendOptions;
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
      for (Checked checked : targets()) {
        String name = checked.target() + " on " + checked.device().name();
        Optional<String> day = again ? Optional.empty() : cache.heldOn(checked.key());
        if (day.isPresent()) {
          remembered.put(name, day.get());
          continue;
        }
        messages.say("checking " + name);
        try (Backend backend = checked.target().open()) {
          List<CheckRow> now = crosscheck.operations(checked.target().toString(), backend);
          rows.addAll(now);
          if (now.stream().allMatch(CheckRow::holds)) {
            cache.remember(checked.key());
          }
        }
      }
    }
    return new Outcome(rows, remembered);
  }

  private record Checked(Target target, DeviceInfo device) {
    /** Everything that can change the verdict. */
    String key() {
      return String.join(
          "|",
          Version.current(),
          target.toString(),
          device.name(),
          device.platform(),
          device.driver(),
          device.version());
    }
  }

  private static List<Checked> targets() {
    BackendProvider provider = BackendSelector.fromServices().provider("opencl");
    List<Checked> targets = new ArrayList<>();
    for (BackendOptions.Bindings binding : BackendOptions.Bindings.values()) {
      BackendRequest any = BackendRequest.defaults().withBinding(binding.name());
      for (DeviceInfo device : provider.devices(any)) {
        for (Precision precision : Precision.values()) {
          BackendRequest request =
              new BackendRequest(
                  Optional.of(Integer.toString(device.index())),
                  Optional.of(binding.name()),
                  Optional.of(precision),
                  MatmulPrecision.HIGHEST);
          if (provider.availability(request).isUsable()) {
            targets.add(new Checked(new Target(provider, request, device.name()), device));
          }
        }
      }
    }
    if (targets.isEmpty()) {
      Availability none = provider.availability(BackendRequest.defaults());
      throw new BackendException(none.reason() + ". " + none.remedy());
    }
    return targets;
  }
}
