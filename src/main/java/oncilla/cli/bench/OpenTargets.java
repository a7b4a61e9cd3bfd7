package oncilla.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import oncilla.backend.Backend;
import oncilla.backend.provider.Selection;
import oncilla.base.Closing;
import oncilla.bench.BenchTarget;
import oncilla.cli.console.Messages;
import oncilla.cli.targets.CheckTargets;
import picocli.CommandLine.Model.CommandSpec;

/** The backends to measure, all open at the same time so that they can take turns. */
final class OpenTargets implements AutoCloseable {
  private final List<Selection> chosen = new ArrayList<>();
  private final List<BenchTarget> targets = new ArrayList<>();

  private OpenTargets() {}

  /** Opens what the options name, and measures what each device does at most. */
  static OpenTargets open(
      CommandSpec spec, CheckTargets options, BenchOptions bench, Messages messages) {
    OpenTargets opened = new OpenTargets();
    try {
      for (Selection target : options.find(spec, messages, bench.trust())) {
        Backend backend = target.open();
        if (backend.unverified()) {
          messages.warn(
              "the kernels of " + target.device().name() + " are not verified (--unverified)");
        }
        opened.chosen.add(target);
        // Before the peak, so that it is closed whatever comes.
        opened.targets.add(new BenchTarget(target.label(), backend, OptionalDouble.empty()));
        BenchTarget measured = BenchTarget.of(target.label(), backend);
        opened.targets.set(opened.targets.size() - 1, measured);
        messages.say(
            "measuring "
                + target.label()
                + " on "
                + target.device().name()
                + (measured.peakFlops().isPresent()
                    ? String.format(
                        Locale.ROOT,
                        ", which did %.1f GFLOP/s at most",
                        measured.peakFlops().getAsDouble() / 1e9)
                    : ""));
      }
      return opened;
    } catch (RuntimeException | Error failure) {
      Closing.after(failure, opened);
      throw failure;
    }
  }

  List<BenchTarget> list() {
    return targets;
  }

  /** What they are, for a document. */
  List<Map<String, Object>> toList() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Backend backend = targets.get(i).backend();
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("target", targets.get(i).name());
      map.put("backend", backend.name());
      map.put("binding", chosen.get(i).binding().orElse(null));
      map.put("precision", backend.precision().label());
      map.put("device", backend.device().name());
      if (backend.unverified()) {
        map.put("unverified", true);
      }
      map.put("platform", backend.device().platform());
      map.put("driver", backend.device().driver());
      map.put(
          "peak_gflops",
          targets.get(i).peakFlops().isPresent()
              ? targets.get(i).peakFlops().getAsDouble() / 1e9
              : null);
      list.add(map);
    }
    return list;
  }

  @Override
  public void close() {
    List<Backend> backends = targets.stream().map(BenchTarget::backend).toList();
    targets.clear();
    Closing.all(backends);
  }
}
