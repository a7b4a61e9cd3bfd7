package oncilla.cli.check;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.provider.DeviceProblem;
import oncilla.backend.provider.KernelTrust;
import oncilla.backend.tuning.Tuner;
import oncilla.cli.console.Tables;
import oncilla.cli.console.Wording;
import oncilla.report.TextTable;

/**
 * What can compute on a machine, what is missing and what is wrong, as {@code devices} prints it.
 *
 * @param found every backend through every binding
 * @param auto what auto takes and why, or why it takes nothing
 */
record DeviceReport(List<DeviceReport.Found> found, String auto) {
  private static final double GIB = 1L << 30;

  /**
   * A backend through one binding, with what it found.
   *
   * @param tuned for each device, what of its products was tuned; empty where nothing can be
   */
  record Found(
      String backend,
      Optional<String> binding,
      List<DeviceInfo> devices,
      List<Optional<String>> tuned,
      List<DeviceProblem> problems,
      Availability availability) {
    String name() {
      return backend + binding.map(value -> "/" + value).orElse("");
    }
  }

  /**
   * Asks the providers of {@code selector}.
   *
   * @param tuners what tunes the devices of a backend, from its name
   */
  static DeviceReport of(BackendSelector selector, Function<String, Optional<Tuner>> tuners) {
    List<Found> found = new ArrayList<>();
    for (BackendProvider provider : selector.selectable()) {
      if (provider.bindings().isEmpty()) {
        found.add(find(provider, tuners, Optional.empty()));
      }
      for (String binding : provider.bindings()) {
        found.add(find(provider, tuners, Optional.of(binding)));
      }
    }
    String auto;
    try {
      auto =
          Wording.of(
              selector
                  .select(
                      BackendSelector.AUTO, BackendRequest.defaults().with(KernelTrust.AS_KNOWN))
                  .worded());
    } catch (BackendException none) {
      auto = "nothing: " + Wording.of(none);
    }
    return new DeviceReport(found, auto);
  }

  private static Found find(
      BackendProvider provider,
      Function<String, Optional<Tuner>> tuners,
      Optional<String> binding) {
    BackendRequest request =
        binding
            .map(name -> BackendRequest.defaults().withBinding(name))
            .orElse(BackendRequest.defaults());
    List<DeviceInfo> devices = provider.devices(request);
    List<DeviceProblem> problems = provider.problems(request);
    List<Optional<String>> tuned =
        devices.stream()
            .map(device -> tuned(tuners.apply(provider.name()), request, device, problems))
            .toList();
    return new Found(
        provider.name(), binding, devices, tuned, problems, provider.availability(request));
  }

  /** What of the products of a device was tuned, unless it cannot be used. */
  private static Optional<String> tuned(
      Optional<Tuner> tuner,
      BackendRequest request,
      DeviceInfo device,
      List<DeviceProblem> problems) {
    if (problems.stream()
        .anyMatch(problem -> problem.index().equals(OptionalInt.of(device.index())))) {
      return Optional.empty();
    }
    return tuner.map(one -> one.status(request.withDevice(Integer.toString(device.index()))));
  }

  /** The table, what auto takes, and what is missing or wrong. */
  void print(PrintWriter out) {
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
    Tables.print(table, out);
    out.println();
    printTuned(out);
    out.println("auto takes " + auto);
    printProblems(out);
    for (Found one : found) {
      if (!one.availability().isUsable()) {
        out.println(one.name() + " is not usable: " + one.availability().reason());
        out.println("  " + Wording.of(one.availability().remedy()));
      }
    }
    out.flush();
  }

  /** A line for each device that can be tuned; what is tuned serves every binding. */
  private void printTuned(PrintWriter out) {
    Set<String> lines = new LinkedHashSet<>();
    for (Found one : found) {
      for (int i = 0; i < one.tuned().size(); i++) {
        String name = one.devices().get(i).name();
        one.tuned().get(i).ifPresent(some -> lines.add("products of " + name + " tuned: " + some));
      }
    }
    lines.forEach(out::println);
  }

  /**
   * What is passed over where something is usable; else that is the reason why nothing is. A
   * problem that every binding has is one of the backend.
   */
  private void printProblems(PrintWriter out) {
    Map<String, List<Found>> all = new LinkedHashMap<>();
    for (Found one : found) {
      if (one.availability().isUsable()) {
        for (DeviceProblem problem : one.problems()) {
          String remedy = problem.remedy().isEmpty() ? "" : "\n  " + Wording.of(problem.remedy());
          all.computeIfAbsent(problem.what() + remedy, key -> new ArrayList<>()).add(one);
        }
      }
    }
    all.forEach(
        (problem, having) -> {
          String backend = having.get(0).backend();
          boolean everywhere =
              found.stream()
                  .filter(one -> one.backend().equals(backend))
                  .allMatch(having::contains);
          String where =
              everywhere
                  ? backend
                  : having.stream().map(Found::name).collect(Collectors.joining(", "));
          out.println(where + " passes over: " + problem);
        });
  }

  private static Map<String, Object> toMap(DeviceProblem problem) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", problem.kind().name().toLowerCase(Locale.ROOT));
    map.put("platform", problem.platform().orElse(null));
    map.put("device", problem.device().orElse(null));
    map.put("index", problem.index().isPresent() ? problem.index().getAsInt() : null);
    map.put("what", problem.what());
    map.put("remedy", Wording.of(problem.remedy()));
    map.put("call", problem.call().orElse(null));
    map.put("code", problem.code().isPresent() ? problem.code().getAsInt() : null);
    return map;
  }

  /** The same for JSON. */
  Map<String, Object> toMap() {
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
        device.put("tuned", one.tuned().get(i).orElse(null));
        devices.add(device);
      }
      map.put("devices", devices);
      map.put("problems", one.problems().stream().map(DeviceReport::toMap).toList());
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
