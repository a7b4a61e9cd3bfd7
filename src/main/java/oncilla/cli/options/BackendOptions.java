package oncilla.cli.options;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import oncilla.backend.Backend;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.provider.CpuBlas;
import oncilla.backend.provider.KernelTrust;
import oncilla.backend.provider.Selection;
import oncilla.backend.verification.UnverifiedException;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.cli.console.Wording;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What computes, and how exactly. */
public final class BackendOptions {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = BackendSelector.AUTO,
      converter = Choices.BackendOrAuto.class,
      completionCandidates = Choices.BackendOrAuto.class,
      description = "What computes: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  String backend;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "Index or part of the name of a device, as the command devices prints them.")
  String device;

  @Option(
      names = "--binding",
      paramLabel = "NAME",
      converter = Choices.BindingName.class,
      completionCandidates = Choices.BindingName.class,
      description = "Java binding of OpenCL: ${COMPLETION-CANDIDATES} (default jocl).")
  String binding;

  @Option(
      names = "--cpu-blas",
      paramLabel = "NAME",
      description =
          "What forms the matrix products of the cpu backend: ${COMPLETION-CANDIDATES} (default:"
              + " openblas where it loads).")
  CpuBlas cpuBlas;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description =
          "${COMPLETION-CANDIDATES} (default: fp32 for opencl, fp64 for cpu; a saved model's own;"
              + " gradcheck: fp64 where the device has it).")
  public Precision precision;

  @Option(
      names = "--matmul-precision",
      paramLabel = "P",
      defaultValue = "highest",
      description =
          "How exact fp32 matrix products are: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE});"
              + " a backend may be more exact than it must.")
  MatmulPrecision matmulPrecision;

  @Option(
      names = "--unverified",
      description =
          "Use the kernels of an OpenCL device without comparing them with the reference first;"
              + " every file that is written says so.")
  boolean unverified;

  private OptionalLong memoryLimit = OptionalLong.empty();

  /** Lets the device pass for one with no more memory than this. */
  public void limitMemory(OptionalLong bytes) {
    memoryLimit = bytes;
  }

  /** The request, without a backend's name. */
  BackendRequest request() {
    return new BackendRequest(
        Optional.ofNullable(device),
        Optional.ofNullable(binding),
        Optional.ofNullable(precision),
        matmulPrecision,
        Optional.ofNullable(cpuBlas),
        unverified ? KernelTrust.UNVERIFIED : KernelTrust.VERIFIED,
        memoryLimit);
  }

  /**
   * Chooses.
   *
   * @param otherwise the precision if none was asked for, or empty for the backend's own
   */
  public Selection select(CommandSpec spec, Optional<Precision> otherwise) {
    if (unverified && backend.equals(BackendProvider.CPU)) {
      throw Usage.error(spec, "--unverified has no meaning with --backend cpu");
    }
    BackendRequest asked = request();
    BackendRequest request =
        asked.precision().isPresent() || otherwise.isEmpty()
            ? asked
            : asked.withPrecision(otherwise.get());
    return Usage.check(spec, () -> BackendSelector.fromServices().select(backend, request));
  }

  /** A computation on a backend that was selected and is open. */
  @FunctionalInterface
  public interface Computation<T> {
    /** Computes; the backend is closed behind it. */
    T on(Selection selection, Backend opened);
  }

  /**
   * Opens what was selected and computes there. Where an operation turns out to have no kernel that
   * is right and nobody asked for that device, the device is passed over, which is said, and the
   * computation is made anew on what comes next.
   *
   * @throws UnverifiedException if the device was asked for
   */
  public <T> T compute(Selection selection, Messages messages, Computation<T> computation) {
    Set<Integer> passed = new HashSet<>();
    Selection chosen = selection;
    while (true) {
      try (Backend opened = open(chosen, messages)) {
        return computation.on(chosen, opened);
      } catch (UnverifiedException wrong) {
        passed.add(chosen.device().index());
        Optional<Selection> next =
            backend.equals(BackendSelector.AUTO) && device == null
                ? BackendSelector.fromServices().instead(chosen, passed, wrong.reason())
                : Optional.empty();
        chosen = next.orElseThrow(() -> wrong);
        messages.say(Wording.of(chosen.worded()));
      }
    }
  }

  /** Opens what was selected, and says so where its products are not as was asked for. */
  private static Backend open(Selection selection, Messages messages) {
    Backend opened = selection.open();
    selection.matmulExplanation(opened).ifPresent(messages::say);
    if (opened.unverified()) {
      messages.warn(
          "the kernels of " + opened.device().name() + " are not verified (--unverified)");
    }
    return opened;
  }

  /** Puts the options into a configuration. */
  public void describe(Map<String, Object> options) {
    options.put("backend", backend);
    options.put("device", device);
    options.put("binding", binding);
    options.put("cpu_blas", cpuBlas == null ? null : cpuBlas.toString());
    options.put("precision", precision == null ? null : precision.label());
    options.put("matmul_precision", matmulPrecision.label());
    options.put("unverified", unverified);
  }

  /** What a selection turned out to be, for a configuration. */
  public static Map<String, Object> computedBy(Selection selection, Backend backend) {
    Map<String, Object> selected = new LinkedHashMap<>();
    selected.put("backend", backend.name());
    selected.put("device", backend.device().name());
    selected.put("platform", backend.device().platform());
    selected.put("driver", backend.device().driver());
    selected.put("binding", selection.binding().orElse(null));
    selected.put("precision", backend.precision().label());
    selected.put("matmul_precision", backend.matmulPrecision().label());
    if (backend.unverified()) {
      selected.put("unverified", true);
    }
    selected.put("java", System.getProperty("java.version"));
    return selected;
  }
}
