package oncilla.cli.check;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.tuning.Tuner;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Wording;
import oncilla.cli.options.CommonOptions;
import oncilla.report.Json;
import oncilla.report.TextTable;
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
  private static final double GIB = 1L << 30;

  @Spec private CommandSpec spec;

  @Option(
      names = "--check",
      description =
          "Run every kernel on every OpenCL device against the reference; what held is remembered"
              + " for the device and driver.")
  private boolean check;

  @Option(names = "--recheck", description = "As --check, also what was found to hold before.")
  private boolean recheck;

  @Mixin private CommonOptions common;

  /** A backend through one binding, with what it found. */
  private record Found(
      String backend,
      Optional<String> binding,
      List<DeviceInfo> devices,
      List<String> tuned,
      Availability availability) {
    String name() {
      return backend + binding.map(value -> "/" + value).orElse("");
    }
  }

  @Override
  public Integer call() {
    List<Found> found = find();
    String auto;
    try {
      auto =
          BackendSelector.fromServices()
              .select(BackendSelector.AUTO, BackendRequest.defaults())
              .explanation();
    } catch (BackendException none) {
      auto = "nothing: " + Wording.of(none);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (common.json && !check && !recheck) {
      out.println(new Json().line(toMap(found, auto)));
      return ExitCodes.DONE;
    }
    if (!common.json) {
      print(found, auto, out);
    }
    if (!check && !recheck) {
      return ExitCodes.DONE;
    }
    Messages messages = new Messages(spec.commandLine().getErr(), false);
    DeviceCheck.Outcome outcome = new DeviceCheck(messages, recheck).run();
    if (common.json) {
      Map<String, Object> map = toMap(found, auto);
      map.put("check", outcome.toMap());
      out.println(new Json().line(map));
    } else {
      outcome.print(out);
    }
    return outcome.holds() ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
  }

  private static List<Found> find() {
    List<Found> found = new ArrayList<>();
    for (BackendProvider provider : BackendSelector.fromServices().selectable()) {
      if (provider.bindings().isEmpty()) {
        found.add(find(provider, Optional.empty()));
      }
      for (String binding : provider.bindings()) {
        found.add(find(provider, Optional.of(binding)));
      }
    }
    return found;
  }

  private static Found find(BackendProvider provider, Optional<String> binding) {
    BackendRequest request =
        binding
            .map(name -> BackendRequest.defaults().withBinding(name))
            .orElse(BackendRequest.defaults());
    List<DeviceInfo> devices = provider.devices(request);
    List<String> tuned =
        Tuner.of(provider.name()).stream()
            .flatMap(
                tuner ->
                    devices.stream()
                        .map(device -> request.withDevice(Integer.toString(device.index())))
                        .map(tuner::status))
            .toList();
    return new Found(provider.name(), binding, devices, tuned, provider.availability(request));
  }

  private static void print(List<Found> found, String auto, PrintWriter out) {
    TextTable table =
        new TextTable()
            .left("backend")
            .right("device")
            .left("name")
            .left("kind")
            .right("units")
            .right("memory")
            .left("fp64")
            .left("runtime");
    for (Found one : found) {
      for (DeviceInfo device : one.devices()) {
        table.row(
            one.name(),
            device.index(),
            device.name(),
            device.kind(),
            device.computeUnits(),
            String.format(Locale.ROOT, "%.1f GiB", device.memoryBytes() / GIB),
            device.fp64() ? "yes" : "no",
            (device.platform() + " " + device.driver()).strip());
      }
    }
    out.print(table.text());
    out.println();
    printTuned(found, out);
    out.println("auto takes " + auto);
    for (Found one : found) {
      if (!one.availability().isUsable()) {
        out.println(one.name() + " is not usable: " + one.availability().reason());
        out.println("  " + Wording.of(one.availability().remedy()));
      }
    }
    out.flush();
  }

  /** A line for each device that can be tuned; what is tuned serves every binding. */
  private static void printTuned(List<Found> found, PrintWriter out) {
    Set<String> lines = new LinkedHashSet<>();
    for (Found one : found) {
      for (int i = 0; i < one.tuned().size(); i++) {
        lines.add("products of " + one.devices().get(i).name() + " tuned: " + one.tuned().get(i));
      }
    }
    lines.forEach(out::println);
  }

  private static Map<String, Object> toMap(List<Found> found, String auto) {
    List<Map<String, Object>> backends = new ArrayList<>();
    for (Found one : found) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("backend", one.backend());
      map.put("binding", one.binding().orElse(null));
      map.put("usable", one.availability().isUsable());
      map.put("reason", one.availability().reason());
      map.put("remedy", Wording.of(one.availability().remedy()));
      List<Map<String, Object>> devices = new ArrayList<>();
      for (int i = 0; i < one.devices().size(); i++) {
        Map<String, Object> device = toMap(one.devices().get(i));
        device.put("tuned", one.tuned().isEmpty() ? null : one.tuned().get(i));
        devices.add(device);
      }
      map.put("devices", devices);
      backends.add(map);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("backends", backends);
    result.put("auto", auto);
    return result;
  }

  private static Map<String, Object> toMap(DeviceInfo device) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("index", device.index());
    map.put("name", device.name());
    map.put("kind", device.kind().name().toLowerCase(Locale.ROOT));
    map.put("platform", device.platform());
    map.put("vendor", device.vendor());
    map.put("driver", device.driver());
    map.put("version", device.version());
    map.put("compute_units", device.computeUnits());
    map.put("memory_bytes", device.memoryBytes());
    map.put("largest_allocation_bytes", device.largestAllocationBytes());
    map.put("local_memory_bytes", device.localMemoryBytes());
    map.put("dedicated_local_memory", device.dedicatedLocalMemory());
    map.put("fp64", device.fp64());
    return map;
  }
}
