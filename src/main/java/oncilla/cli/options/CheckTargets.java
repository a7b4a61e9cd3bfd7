package oncilla.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.check.Target;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What to compare with the reference: lists that narrow everything usable here. */
public final class CheckTargets {
  /** Backends that can be compared. */
  enum Compared {
    cpu,
    opencl
  }

  @Option(
      names = "--backend",
      paramLabel = "NAME[,NAME]",
      hideParamSyntax = true,
      split = ",",
      description = "Backends: ${COMPLETION-CANDIDATES} (default: all that are usable here).")
  List<Compared> backends;

  @Option(
      names = "--binding",
      paramLabel = "NAME[,NAME]",
      hideParamSyntax = true,
      split = ",",
      description = "Bindings of OpenCL: ${COMPLETION-CANDIDATES} (default: all).")
  List<BackendOptions.Bindings> bindings;

  @Option(
      names = "--precision",
      paramLabel = "P[,P]",
      hideParamSyntax = true,
      split = ",",
      description = "Precisions: ${COMPLETION-CANDIDATES} (default: all the device has).")
  List<BackendOptions.Precisions> precisions;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "OpenCL device: index or part of its name.")
  String device;

  /**
   * What there is to compare.
   *
   * @throws BackendException if something asked for by name is not usable, or nothing is left
   */
  public List<Target> find(CommandSpec spec, Messages messages) {
    List<Target> targets = new ArrayList<>();
    if (backends == null || backends.contains(Compared.cpu)) {
      if (backends != null || (bindings == null && device == null)) {
        addEach(spec, messages, targets, "cpu", Optional.empty(), backends != null);
      }
    }
    if (backends == null || backends.contains(Compared.opencl)) {
      boolean asked = backends != null || bindings != null || device != null;
      for (BackendOptions.Bindings binding :
          bindings == null ? List.of(BackendOptions.Bindings.values()) : bindings) {
        addEach(spec, messages, targets, "opencl", Optional.of(binding.name()), asked);
      }
    }
    if (targets.isEmpty()) {
      throw new BackendException("nothing is left to compare with the reference");
    }
    return targets;
  }

  private void addEach(
      CommandSpec spec,
      Messages messages,
      List<Target> targets,
      String backend,
      Optional<String> binding,
      boolean asked) {
    BackendProvider provider = BackendSelector.fromServices().provider(backend);
    List<BackendOptions.Precisions> wanted =
        precisions == null ? List.of(BackendOptions.Precisions.values()) : precisions;
    for (BackendOptions.Precisions precision : wanted) {
      BackendRequest request =
          new BackendRequest(
              backend.equals("cpu") ? Optional.empty() : Optional.ofNullable(device),
              binding,
              Optional.of(Precision.ofLabel(precision.name())),
              MatmulPrecision.HIGHEST);
      Availability availability = Usage.check(spec, () -> provider.availability(request));
      if (availability.isUsable()) {
        targets.add(new Target(provider, request, availability.device().orElseThrow().name()));
      } else if (asked && precisions != null || asked && targets.isEmpty()) {
        throw new BackendException(availability.reason() + ". " + availability.remedy());
      } else {
        messages.say(
            "not compared: %s%s %s: %s"
                .formatted(
                    backend,
                    binding.map(name -> "/" + name).orElse(""),
                    precision,
                    availability.reason()));
      }
    }
  }

  /** The reference: EJML in fp64. */
  public static Backend openReference() {
    return BackendSelector.fromServices()
        .provider("ejml")
        .open(BackendRequest.defaults().withPrecision(Precision.FP64));
  }
}
